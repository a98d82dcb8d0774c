/** The second pass: the program of the first with the shims that it uses, which are evaluated when the component is built. */
import { dirname, join, resolve } from 'node:path';
import type { OnResolveResult, Plugin } from 'esbuild';
import { builtinName, refusingModule, shimFile } from './builtins.ts';
import { globalModule, guestGlobals } from './globals.ts';
import { GUEST_ALIASES } from './guest-aliases.ts';
import { SHIMS_FOLDER, SOURCE_EXTENSION } from './paths.ts';
import { globalSpecifier, parseSpecifier, SHIM_SCHEME } from './shim-specifiers.ts';

/** See the file's head. */
export function shimPlugin(): Plugin {
  const globals = new Map(guestGlobals().map((item) => [item.name, item]));
  return {
    name: 'wasi-node-shims',
    setup(build) {
      build.onResolve({ filter: /^zora:/ }, ({ path }) => ({ path, external: true, sideEffects: false }));

      build.onResolve({ filter: new RegExp(`^${SHIM_SCHEME}`) }, ({ path }) => {
        const { kind, name } = parseSpecifier(path);
        if (kind === 'builtin') return builtin(name);
        if (kind === 'package') return shim(join(SHIMS_FOLDER, GUEST_ALIASES[name] ?? name));
        return { path: name, namespace: `wasi-node-${kind}`, sideEffects: kind === 'forced-global' };
      });
      build.onLoad({ filter: /.*/, namespace: 'wasi-node-global' }, ({ path }) => {
        const item = globals.get(path);
        return item && { contents: globalModule(item), resolveDir: dirname(item.file), loader: 'js' };
      });
      build.onLoad({ filter: /.*/, namespace: 'wasi-node-forced-global' }, ({ path }) => ({
        contents: `import { ${path} as used } from ${JSON.stringify(globalSpecifier(path))}; globalThis.${path} = used;`,
        loader: 'js',
      }));
      build.onLoad({ filter: /.*/, namespace: 'wasi-node-refused' }, ({ path }) => ({
        contents: refusingModule(path),
        loader: 'js',
      }));

      // Shims have no side effects of their own: what a tool does not use is not in its component.
      build.onResolve({ filter: /^[./]/ }, ({ path, resolveDir }) => {
        const file = resolve(resolveDir, path);
        return file.startsWith(SHIMS_FOLDER) && file.endsWith(SOURCE_EXTENSION) ? shim(file) : undefined;
      });

      // A package that a shim builds on gets our builtins, too.
      build.onResolve({ filter: /^[@a-z]/ }, ({ path, importer }) => {
        if (importer.startsWith(SHIMS_FOLDER) && !path.startsWith('node:')) return undefined;
        const alias = GUEST_ALIASES[path];
        if (alias !== undefined) return shim(join(SHIMS_FOLDER, alias));
        const name = builtinName(path);
        return name === undefined ? undefined : builtin(name);
      });
    },
  };
}

function builtin(name: string): OnResolveResult {
  const file = shimFile(name);
  return file === undefined ? { path: name, namespace: 'wasi-node-refused', sideEffects: false } : shim(file);
}

function shim(path: string): OnResolveResult {
  return { path, sideEffects: false };
}
