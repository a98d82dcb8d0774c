/** What a builtin exports, described the same way in Node and in the guest. This file runs in both. */

/** One export, or a member of one. */
export interface ExportDescription {
  kind: 'function' | 'class' | 'object' | 'value';
  /** The code of the error that it always throws. */
  refuses?: string;
  /** What lies in it: a class's methods (`#name`) and statics, an object's properties. */
  members?: Record<string, ExportDescription>;
}

/** The exports of one module, by name. */
export type ModuleDescription = Record<string, ExportDescription>;

const REFUSES = Symbol.for('wasi-node.refuses');
const FUNCTION_PROPERTIES = new Set(['length', 'name', 'prototype', 'arguments', 'caller']);

type Bag = Record<PropertyKey, unknown>;

/**
 * Describes what `require` of a module gives.
 * @param inherited methods that a class inherits are taken for its own: where they lie is no question of compatibility
 */
export function describeModule(exports: unknown, inherited = false): ModuleDescription {
  withInherited = inherited;
  return describeProperties(exports as object, 2);
}

let withInherited = false;

/** The names on a prototype, and on those that it inherits from but for the language's own. */
function methodNames(prototype: object): string[] {
  const names = new Set(Object.getOwnPropertyNames(prototype));
  if (withInherited) {
    for (let at = Object.getPrototypeOf(prototype); at !== null && Object.getPrototypeOf(at) !== null; ) {
      for (const name of Object.getOwnPropertyNames(at)) names.add(name);
      at = Object.getPrototypeOf(at);
    }
  }
  return [...names].sort();
}

function describeProperties(owner: object, depth: number): ModuleDescription {
  const result: ModuleDescription = {};
  for (const name of Object.getOwnPropertyNames(owner).sort()) {
    // Names with an underscore are Node's own affair; emitters have a domain once that module was loaded.
    if (name.startsWith('_') || name === 'domain' || (typeof owner === 'function' && FUNCTION_PROPERTIES.has(name)))
      continue;
    result[name] = describeProperty(owner, name, depth);
  }
  return result;
}

function describeProperty(owner: object, name: string, depth: number): ExportDescription {
  let value: unknown;
  try {
    value = (owner as Bag)[name];
  } catch (error) {
    return { kind: 'value', refuses: String((error as { code?: unknown }).code ?? 'an error') };
  }
  return describeValue(value, depth);
}

function describeValue(value: unknown, depth: number): ExportDescription {
  if (typeof value === 'function') return describeFunction(value, depth);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'value' };
  // An instance of a class says what it has by its class; only plain objects are looked into.
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (depth <= 0 || !isPlain) return { kind: 'object' };
  // Its data (settings of this process, numbers of this platform) is no question of compatibility; its functions are.
  const members = Object.entries(describeProperties(value, depth - 1)).filter(
    ([, { kind, members: inner }]) => kind === 'function' || kind === 'class' || inner !== undefined,
  );
  return withMembers({ kind: 'object' }, Object.fromEntries(members));
}

// biome-ignore lint/complexity/noBannedTypes: any function.
function describeFunction(value: Function, depth: number): ExportDescription {
  const refuses: unknown = (value as unknown as Bag)[REFUSES];
  if (typeof refuses === 'string') return { kind: /^[A-Z]/.test(value.name) ? 'class' : 'function', refuses };
  const prototype = value.prototype as object | undefined;
  const methods = prototype === undefined || prototype === null ? [] : methodNames(prototype);
  if (depth <= 0) return { kind: methods.length > 1 ? 'class' : 'function' };
  const members: ModuleDescription = {};
  for (const name of methods) {
    if (name === 'constructor' || name.startsWith('_')) continue;
    members[`#${name}`] = describeMethod(prototype as object, name);
  }
  const isClass = Object.keys(members).length > 0 && /^[A-Z]/.test(value.name);
  for (const [name, member] of Object.entries(describeProperties(value, 0))) members[name] = member;
  return withMembers({ kind: isClass ? 'class' : 'function' }, members);
}

/** A method, or an accessor, which is not called. */
function describeMethod(prototype: object, name: string): ExportDescription {
  let owner: object | null = prototype;
  while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object | null;
  const descriptor = owner === null ? undefined : Object.getOwnPropertyDescriptor(owner, name);
  return descriptor !== undefined && typeof descriptor.value === 'function'
    ? describeValue(descriptor.value, 0)
    : { kind: 'value' };
}

function withMembers(description: ExportDescription, members: ModuleDescription): ExportDescription {
  return Object.keys(members).length === 0 ? description : { ...description, members };
}
