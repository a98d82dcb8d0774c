/**
 * Bundles a program for the engine, in two passes: the program with its packages, evaluated on demand; then that with the shims
 * which it uses, evaluated at build time. The result's imports are WIT interfaces, and they are the component's manifest.
 */
import { join, relative, resolve } from 'node:path';
import { type BuildFailure, type BuildOptions, build, type Message, type Metafile } from 'esbuild';
import { builtinNames } from './builtins.ts';
import { BuildError } from './errors.ts';
import { globalsByName } from './globals.ts';
import { PACKAGE_ROOT, SHIMS_FOLDER, SOURCE_EXTENSION } from './paths.ts';
import { shimPlugin } from './shim-plugin.ts';
import { forcedGlobalSpecifier } from './shim-specifiers.ts';
import { toolPlugin } from './tool-plugin.ts';
import type { WorldKind } from './world.ts';

/** A bundle for the engine. */
export interface Bundle {
  /** An ES module; its only imports are WIT interfaces. */
  code: string;
  /** Source map (JSON) from `code` to the original files. */
  map: string;
  /** WIT interfaces that it imports, such as `zora:node/io@0.1.0`, sorted. */
  interfaces: string[];
  /** What went in, with its bytes: the program's files, then the shims. Absolute paths. */
  inputs: { path: string; bytes: number; part: 'program' | 'shims' }[];
}

const COMMON = {
  bundle: true,
  write: false,
  format: 'esm',
  target: 'es2024',
  outfile: 'bundle.js',
  metafile: true,
  treeShaking: true,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'silent',
  absWorkingDir: PACKAGE_ROOT,
} as const satisfies BuildOptions;

const MINIFY = { minifyWhitespace: true, minifySyntax: true, minifyIdentifiers: true, keepNames: true } as const;

const worldModule = (kind: WorldKind) => join(SHIMS_FOLDER, 'worlds', `${kind}${SOURCE_EXTENSION}`);

/**
 * @param entry absolute path of the program's entry file
 * @throws BuildError `ERR_BUILD_SYNTAX`, `ERR_BUILD_UNRESOLVED`
 */
export async function bundle(entry: string, kind: WorldKind): Promise<Bundle> {
  const program = await bundleProgram(entry);
  const main = `export { reactor, ${kind} } from 'wasi-node:main';`;
  const forced = globalsByName(program.code.replace(/\n\/\/# sourceMappingURL=.*/, '')).map(
    (name) => `import ${JSON.stringify(forcedGlobalSpecifier(name))};`,
  );
  const world = `${forced.join('\n')}
    import { createWorld } from ${JSON.stringify(worldModule(kind))};
    import { load } from 'wasi-node:program';
    export const { reactor, ${kind} } = createWorld(load);`;
  const result = await run(entry, {
    ...COMMON,
    ...MINIFY,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    sourcemap: 'external',
    sourcesContent: false,
    stdin: { contents: main, resolveDir: PACKAGE_ROOT, sourcefile: 'wasi-node:entry', loader: 'js' },
    plugins: [virtualModules({ 'wasi-node:main': world, 'wasi-node:program': program.code }), shimPlugin()],
  });
  const output = result.metafile.outputs['bundle.js'];
  return {
    code: textOf(result, 'bundle.js'),
    map: textOf(result, '.map'),
    interfaces: [...new Set(output?.imports.filter(({ external }) => external).map(({ path }) => path))].sort(),
    inputs: [...inputsOf(program.output, 'program'), ...inputsOf(output, 'shims')],
  };
}

async function bundleProgram(
  entry: string,
): Promise<{ code: string; output: Metafile['outputs'][string] | undefined }> {
  const { plugin, inject } = toolPlugin(builtinNames());
  const result = await run(entry, {
    ...COMMON,
    platform: 'node',
    mainFields: ['module', 'main'],
    conditions: ['node', 'import', 'module', 'default'],
    sourcemap: 'inline',
    sourcesContent: false,
    minifySyntax: true,
    keepNames: true,
    inject,
    plugins: [plugin],
    define: { global: 'globalThis', 'import.meta.main': 'false' },
    stdin: {
      contents: `export const load = () => import(${JSON.stringify(entry)});`,
      resolveDir: PACKAGE_ROOT,
      sourcefile: 'wasi-node:program',
      loader: 'js',
    },
  });
  return { code: textOf(result, 'bundle.js'), output: result.metafile.outputs['bundle.js'] };
}

type Result = Awaited<ReturnType<typeof build<{ metafile: true; write: false }>>>;

async function run(entry: string, options: BuildOptions & { metafile: true; write: false }): Promise<Result> {
  try {
    return await build<{ metafile: true; write: false }>(options);
  } catch (error) {
    throw toBuildError(error as BuildFailure, entry);
  }
}

const textOf = (result: Result, suffix: string) =>
  result.outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? '';

function virtualModules(modules: Record<string, string>): NonNullable<BuildOptions['plugins']>[number] {
  return {
    name: 'wasi-node-virtual',
    setup(pass) {
      pass.onResolve({ filter: /^wasi-node:/ }, ({ path }) => ({ path, namespace: 'wasi-node-virtual' }));
      pass.onLoad({ filter: /.*/, namespace: 'wasi-node-virtual' }, ({ path }) => ({
        contents: modules[path] ?? '',
        resolveDir: PACKAGE_ROOT,
        loader: 'js',
      }));
    },
  };
}

function inputsOf(
  output: Metafile['outputs'][string] | undefined,
  part: Bundle['inputs'][number]['part'],
): Bundle['inputs'] {
  return Object.entries(output?.inputs ?? {})
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && !path.startsWith('wasi-node'))
    .map(([path, { bytesInOutput }]) => ({ path: resolve(PACKAGE_ROOT, path), bytes: bytesInOutput, part }))
    .sort((a, b) => b.bytes - a.bytes);
}

function toBuildError(failure: BuildFailure, entry: string): BuildError {
  if (!Array.isArray(failure.errors)) return new BuildError('ERR_BUILD_ENTRY', String(failure), { cause: failure });
  const unresolved = failure.errors.some(({ text }) => /^Could not resolve|^No such built-in/.test(text));
  const lines = failure.errors.slice(0, 10).map((message) => describe(message, resolve(entry, '..')));
  return new BuildError(unresolved ? 'ERR_BUILD_UNRESOLVED' : 'ERR_BUILD_SYNTAX', lines.join('\n'));
}

function describe({ text, location }: Message, base: string): string {
  if (location === null) return text;
  const absolute = resolve(PACKAGE_ROOT, location.file);
  const shown = relative(base, absolute);
  const file = shown.startsWith('..') ? absolute : shown;
  return `${file}:${location.line}:${location.column + 1}: ${text}\n    ${location.lineText.trim()}`;
}
