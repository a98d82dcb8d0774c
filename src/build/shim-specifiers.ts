/** How the first pass of a bundle names what the second pass provides. */

export const SHIM_SCHEME = 'wasi-node-shim:';

/** The shim of a builtin (`fs`, `stream/promises`). */
export const builtinSpecifier = (name: string): string => `${SHIM_SCHEME}builtin/${name}`;

/** A global. */
export const globalSpecifier = (name: string): string => `${SHIM_SCHEME}global/${name}`;

/** A global that must be there whether or not its name is seen to be used. */
export const forcedGlobalSpecifier = (name: string): string => `${SHIM_SCHEME}forced-global/${name}`;

/** The shim that takes a package's place. */
export const packageSpecifier = (name: string): string => `${SHIM_SCHEME}package/${name}`;

/** The free name that stands for a builtin's default export in the module that `require` gets. */
export const builtinVariable = (name: string): string => `__wasiNodeBuiltin_${name.replace(/\W/g, '_')}`;

/** The parts of a specifier made by one of the above. */
export function parseSpecifier(specifier: string): { kind: string; name: string } {
  const [, kind = '', name = ''] = /^wasi-node-shim:([\w-]+)\/(.*)$/.exec(specifier) ?? [];
  return { kind, name };
}
