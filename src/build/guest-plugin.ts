/** The esbuild plugin that turns a Node program into a guest: builtins become shims, WIT imports stay, globals are provided. */
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { builtinName, isNodeBuiltin, refusingModule, shimFile } from './builtins.ts';
import { globalModule, guestGlobals } from './globals.ts';
import { GUEST_ALIASES } from './guest-aliases.ts';
import { SHIMS_FOLDER, SOURCE_EXTENSION } from './paths.ts';

const GLOBAL_PREFIX = 'wasi-node-global:';

/** The `inject` list that goes with the plugin. */
export function injectedGlobals(): string[] {
  return guestGlobals().map(({ name }) => GLOBAL_PREFIX + name);
}

/** See the file's head. */
export function guestPlugin(): Plugin {
  const globals = new Map(guestGlobals().map((item) => [item.name, item]));
  return {
    name: 'wasi-node',
    setup(build) {
      build.onResolve({ filter: /^zora:/ }, ({ path }) => ({ path, external: true, sideEffects: false }));

      build.onResolve({ filter: new RegExp(`^${GLOBAL_PREFIX}`) }, ({ path }) => ({
        path: path.slice(GLOBAL_PREFIX.length),
        namespace: 'wasi-node-global',
        sideEffects: false,
      }));
      build.onLoad({ filter: /.*/, namespace: 'wasi-node-global' }, ({ path }) => {
        const item = globals.get(path);
        return item && { contents: globalModule(item), resolveDir: dirname(item.file), loader: 'js' };
      });

      build.onResolve({ filter: /^[@a-z]/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point') return undefined;
        const alias = GUEST_ALIASES[path];
        // A package's polyfill of a builtin gives way to the shim, unless the shim itself builds on that package.
        if (alias !== undefined && !importer.startsWith(SHIMS_FOLDER)) return shim(join(SHIMS_FOLDER, alias));
        const name = builtinName(path);
        if (name === undefined) return undefined;
        const file = shimFile(name);
        if (file !== undefined) return shim(file);
        if (!isNodeBuiltin(name)) return { errors: [{ text: `No such built-in module: ${path}` }] };
        return { path: name, namespace: 'wasi-node-refused', sideEffects: false };
      });
      build.onResolve({ filter: /^\./ }, ({ path, importer, resolveDir }) =>
        // Shims have no side effects of their own: what a tool does not use is not in its component.
        importer.startsWith(SHIMS_FOLDER) && path.endsWith(SOURCE_EXTENSION)
          ? shim(resolve(resolveDir, path))
          : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'wasi-node-refused' }, ({ path }) => ({
        contents: refusingModule(path),
        loader: 'js',
      }));
    },
  };
}

function shim(path: string): { path: string; sideEffects: boolean } {
  return { path, sideEffects: false };
}
