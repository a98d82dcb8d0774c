/**
 * For modules that are evaluated on demand: esbuild puts them into one module and each into a function. What the shims provide, and what
 * the build evaluates, stays an import.
 */
import { posix } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { replaceDynamicImports } from './dynamic-imports.ts';
import { BuildError } from './errors.ts';
import { PACKAGE_ROOT } from './paths.ts';
import type { Program } from './program.ts';
import type { VirtualModule } from './shim-plugin.ts';

/** The specifier of a program's module. */
export const moduleSpecifier = (name: string): string => `wasi-node-module:${name}`;

/**
 * @param contents a module over `moduleSpecifier`s
 * @param isEager whether the build evaluates the module of this name: it stays an import
 */
export async function wrapModules(
  program: Program,
  contents: string,
  isEager: (name: string) => boolean,
): Promise<VirtualModule> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: PACKAGE_ROOT, sourcefile: 'wasi-node:deferred', loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2024',
    outfile: 'deferred.js',
    sourcemap: 'external',
    sourcesContent: false,
    minifySyntax: true,
    treeShaking: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    plugins: [programPlugin(program, isEager)],
  }).catch((cause: Error) => {
    throw new BuildError('ERR_BUILD_SYNTAX', cause.message, { cause });
  });
  const text = (suffix: string) => outputFiles.find(({ path }) => path.endsWith(suffix))?.text;
  return { code: text('.js') ?? '', map: text('.map') };
}

function programPlugin({ modules }: Program, isEager: (name: string) => boolean): Plugin {
  const resolve = (name: string) =>
    isEager(name) ? { path: moduleSpecifier(name), external: true } : { path: name, namespace: 'program' };
  return {
    name: 'wasi-node-program',
    setup(pass) {
      pass.onResolve({ filter: /^(zora|wasi-node-shim):/ }, ({ path }) => ({
        path,
        external: true,
        sideEffects: false,
      }));
      pass.onResolve({ filter: /^wasi-node-module:/ }, ({ path }) => resolve(path.slice('wasi-node-module:'.length)));
      pass.onResolve({ filter: /^\./, namespace: 'program' }, ({ path, importer }) =>
        resolve(posix.join(posix.dirname(importer), path)),
      );
      pass.onLoad({ filter: /.*/, namespace: 'program' }, ({ path }) => {
        const module = modules.get(path);
        if (module === undefined) return undefined;
        const code = replaceDynamicImports(module.code, (target) => {
          const name = posix.join(posix.dirname(path), target);
          return modules.has(name) && isEager(name) ? moduleSpecifier(name) : undefined;
        });
        return { contents: withMap(code, module.map), loader: 'js', resolveDir: PACKAGE_ROOT };
      });
    },
  };
}

function withMap(code: string, map: string | undefined): string {
  if (map === undefined) return code;
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}
