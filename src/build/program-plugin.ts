/**
 * The second step: the modules of a shaken program in one module, each evaluated on demand. What the shims provide stays an import,
 * so that the third step can evaluate the shims at build time; globals are injected where a module mentions them.
 */
import { posix } from 'node:path';
import type { Plugin } from 'esbuild';
import { builtinNames } from './builtins.ts';
import { guestGlobals } from './globals.ts';
import { PACKAGE_ROOT } from './paths.ts';
import type { Program } from './program.ts';
import { builtinSpecifier, builtinVariable, globalSpecifier } from './shim-specifiers.ts';

const INJECT_GLOBAL = 'inject-global:';
const INJECT_BUILTIN = 'inject-builtin:';

/** The specifier of a program's module. */
export const moduleSpecifier = (name: string): string => `wasi-node-module:${name}`;

/** A module that imports the program's modules of a JSON array, for their evaluation alone. */
export const eagerSpecifier = (names: readonly string[]): string => `wasi-node-eager:${JSON.stringify(names)}`;

/** The `inject` list that goes with the plugin. */
export function injectList(): string[] {
  return [
    ...guestGlobals().map(({ name }) => INJECT_GLOBAL + name),
    ...builtinNames().map((name) => INJECT_BUILTIN + name),
  ];
}

/** See the file's head. */
export function programPlugin({ modules }: Program): Plugin {
  return {
    name: 'wasi-node-program',
    setup(build) {
      build.onResolve({ filter: /^(zora|wasi-node-shim):/ }, ({ path }) => ({
        path,
        external: true,
        sideEffects: false,
      }));

      build.onResolve({ filter: /^wasi-node-module:/ }, ({ path }) =>
        inProgram(path.slice('wasi-node-module:'.length)),
      );
      build.onResolve({ filter: /^\./, namespace: 'program' }, ({ path, importer }) =>
        inProgram(posix.join(posix.dirname(importer), path)),
      );
      build.onLoad({ filter: /.*/, namespace: 'program' }, ({ path }) => {
        const module = modules.get(path);
        return module && { contents: withMap(module.code, module.map), loader: 'js', resolveDir: PACKAGE_ROOT };
      });

      build.onResolve({ filter: /^wasi-node-eager:/ }, ({ path }) => ({
        path: path.slice('wasi-node-eager:'.length),
        namespace: 'wasi-node-eager',
      }));
      build.onLoad({ filter: /.*/, namespace: 'wasi-node-eager' }, ({ path }) => ({
        contents:
          (JSON.parse(path) as string[]).map((name) => `import ${JSON.stringify(moduleSpecifier(name))};`).join('\n') ||
          'export {};',
        loader: 'js',
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
    },
  };
}

function inProgram(name: string): { path: string; namespace: string } {
  return { path: name, namespace: 'program' };
}

function withMap(code: string, map: string | undefined): string {
  if (map === undefined) return code;
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}

function injected(path: string): string {
  if (path.startsWith(INJECT_GLOBAL)) {
    const name = path.slice(INJECT_GLOBAL.length);
    return `export { ${name}, ${name} as 'globalThis.${name}' } from ${JSON.stringify(globalSpecifier(name))};`;
  }
  const name = path.slice(INJECT_BUILTIN.length);
  return `export { default as ${builtinVariable(name)} } from ${JSON.stringify(builtinSpecifier(name))};`;
}
