/** `util.inspect.custom`, without the weight of node:util. */
export const inspectSymbol = Symbol.for('nodejs.util.inspect.custom');

/**
 * What `structuredClone` does with an object of a web class: `false` refuses it, a function gives the copy.
 */
export const cloneSymbol: unique symbol = Symbol('clone') as never;

/** How an object of a web class moves to the other side of a transfer: the method gives what comes out there. */
export const transferSymbol: unique symbol = Symbol('transfer') as never;

/** The third argument that `util.inspect` gives to a custom inspection. */
export type Inspect = (value: unknown, options?: object) => string;

/** What `util.inspect` hands over as options: more properties pass through untouched. */
export interface InspectOptions {
  depth?: number | null;
  [name: string]: unknown;
}

/**
 * Gives a class the outer form of a Web IDL interface: the named members of its prototype become enumerable and
 * `Symbol.toStringTag` is the interface's name.
 * Source: Web IDL, 3.7 Interfaces.
 */
export function webInterface(
  constructor: { readonly name: string; readonly prototype: object },
  ...members: string[]
): void {
  webInterfaceNamed(constructor.prototype, constructor.name, members);
}

/** {@link webInterface} for a prototype whose class has another name. */
export function webInterfaceNamed(prototype: object, name: string, members: readonly string[]): void {
  for (const member of members) Object.defineProperty(prototype, member, { enumerable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { configurable: true, value: name });
  if (!Object.hasOwn(prototype, cloneSymbol)) Object.defineProperty(prototype, cloneSymbol, { value: false });
}

/** `Name { a: 1, b: 2 }` as Node's web classes show themselves; `[Name]` beyond the wanted depth. */
export function inspectAs(
  name: string,
  fields: object,
  depth: number,
  options: InspectOptions,
  inspect: Inspect,
): string {
  if (depth < 0) return `[${name}]`;
  const nested = options.depth === undefined || options.depth === null ? options.depth : options.depth - 1;
  return `${name} ${inspect(fields, { ...options, depth: nested })}`;
}
