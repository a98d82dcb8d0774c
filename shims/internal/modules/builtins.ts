/** The builtin modules of a running program, by name; the build hands them over (`src/build/command.ts`). */

/** A builtin's namespace: its named exports and its default. */
export type BuiltinNamespace = Record<string, unknown> & { default: unknown };

let namespaces: Readonly<Record<string, BuiltinNamespace>> = {};

/** Only known with their scheme. */
const SCHEME_ONLY = new Set(['sea', 'sqlite', 'test', 'test/reporters']);

/** `module.builtinModules`. */
export const builtinModules: string[] = [];

/** Sets the builtins. */
export function setBuiltins(all: Readonly<Record<string, BuiltinNamespace>>): void {
  namespaces = all;
  const names = Object.keys(all).map((name) => (SCHEME_ONLY.has(name) ? `node:${name}` : name));
  builtinModules.splice(0, builtinModules.length, ...names.sort());
}

/** Adds builtins that a tool's `createRequire` may be asked for; the build calls it in modules that name some (`src/build/created-require.ts`). */
export function addBuiltins(some: Readonly<Record<string, { default: unknown }>>): void {
  namespaces = Object.assign({ ...namespaces }, some);
}

/** The builtin's name when `specifier` names one. */
export function builtinOf(specifier: string): string | undefined {
  const scheme = specifier.startsWith('node:');
  const name = scheme ? specifier.slice(5) : specifier;
  if (!Object.hasOwn(namespaces, name)) return undefined;
  return scheme || !SCHEME_ONLY.has(name) ? name : undefined;
}

/** A builtin's default export may have a method of this name: it is called when the program asks for the builtin, as its first line would run. */
export const kRequired: unique symbol = Symbol('kRequired') as never;

function required(name: string): BuiltinNamespace {
  const namespace = namespaces[name] as BuiltinNamespace;
  (namespace.default as { [kRequired]?: () => void })[kRequired]?.();
  return namespace;
}

/** What `import` of a builtin gives. */
export function builtinNamespace(name: string): BuiltinNamespace {
  return required(name);
}

/** What `require` of a builtin gives. */
export function builtinExports(name: string): unknown {
  return required(name).default;
}
