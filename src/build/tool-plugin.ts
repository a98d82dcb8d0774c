/**
 * The first pass: a program and its packages become one module whose parts are evaluated on demand. Builtins and globals stay imports,
 * of the specifiers in `shim-specifiers.ts`, so that the second pass can evaluate the shims at build time.
 */
import type { OnResolveResult, Plugin } from 'esbuild';
import { builtinName, isNodeBuiltin } from './builtins.ts';
import { guestGlobals } from './globals.ts';
import { GUEST_ALIASES } from './guest-aliases.ts';
import { PACKAGE_ROOT } from './paths.ts';
import { builtinSpecifier, globalSpecifier, packageSpecifier } from './shim-specifiers.ts';

const INJECT_GLOBAL = 'inject-global:';
const INJECT_BUILTIN = 'inject-builtin:';

/** A module that imports the files of a JSON array for their evaluation alone: `wasi-node-eager:["/a.js"]`. */
export const EAGER_MODULE = 'wasi-node-eager:';

/** The free name that stands for a builtin's default export in the module that `require` gets. */
const builtinVariable = (name: string) => `__wasiNodeBuiltin_${name.replace(/\W/g, '_')}`;

/** See the file's head. */
export function toolPlugin(builtins: readonly string[]): { plugin: Plugin; inject: string[] } {
  return {
    plugin: { name: 'wasi-node-tool', setup },
    inject: [
      ...guestGlobals().map(({ name }) => INJECT_GLOBAL + name),
      ...builtins.map((name) => INJECT_BUILTIN + name),
    ],
  };
}

const setup: Plugin['setup'] = (build) => {
  build.onResolve({ filter: /^(zora|wasi-node-shim):/ }, ({ path }) => external(path));

  build.onResolve({ filter: new RegExp(`^${EAGER_MODULE}`) }, ({ path }) => ({
    path: path.slice(EAGER_MODULE.length),
    namespace: 'wasi-node-eager',
  }));
  build.onLoad({ filter: /.*/, namespace: 'wasi-node-eager' }, ({ path }) => ({
    contents:
      (JSON.parse(path) as string[]).map((file) => `import ${JSON.stringify(file)};`).join('\n') || 'export {};',
    loader: 'js',
    resolveDir: PACKAGE_ROOT,
  }));

  build.onResolve({ filter: new RegExp(`^${INJECT_GLOBAL}|^${INJECT_BUILTIN}`) }, ({ path }) => ({
    path,
    namespace: 'wasi-node-inject',
    sideEffects: false,
  }));
  build.onLoad({ filter: /.*/, namespace: 'wasi-node-inject' }, ({ path }) => ({
    contents: injected(path),
    loader: 'js',
  }));

  build.onResolve({ filter: /^[@a-z]/ }, ({ path, kind }) => {
    if (kind === 'entry-point') return undefined;
    if (GUEST_ALIASES[path] !== undefined) return external(packageSpecifier(path));
    const name = builtinName(path);
    if (name === undefined) return undefined;
    if (!isNodeBuiltin(name)) return { errors: [{ text: `No such built-in module: ${path}` }] };
    if (kind === 'require-call') return { path: name, namespace: 'wasi-node-required', sideEffects: false };
    // A dynamic import of an external module would defer the shim: a module of ours in between is what is deferred.
    if (kind === 'dynamic-import') return { path: name, namespace: 'wasi-node-imported', sideEffects: false };
    return external(builtinSpecifier(name));
  });
  build.onLoad({ filter: /.*/, namespace: 'wasi-node-required' }, ({ path }) => ({
    contents: `module.exports = ${builtinVariable(path)};`,
    loader: 'js',
  }));
  build.onLoad({ filter: /.*/, namespace: 'wasi-node-imported' }, ({ path }) => {
    const specifier = JSON.stringify(builtinSpecifier(path));
    return { contents: `export * from ${specifier}; export { default } from ${specifier};`, loader: 'js' };
  });
};

function external(path: string): OnResolveResult {
  return { path, external: true, sideEffects: false };
}

function injected(path: string): string {
  if (path.startsWith(INJECT_GLOBAL)) {
    const name = path.slice(INJECT_GLOBAL.length);
    return `export { ${name}, ${name} as 'globalThis.${name}', ${name} as 'global.${name}' } from ${JSON.stringify(globalSpecifier(name))};`;
  }
  const name = path.slice(INJECT_BUILTIN.length);
  return `export { default as ${builtinVariable(name)} } from ${JSON.stringify(builtinSpecifier(name))};`;
}
