/**
 * Bundles a program for the engine, in two passes: the program with its packages, evaluated on demand; then that with the shims
 * which it uses, evaluated at build time. The result's imports are WIT interfaces, and they are the component's manifest.
 */
import { join, relative, resolve } from 'node:path';
import { type BuildFailure, type BuildOptions, build, type Message, type Metafile, type Plugin } from 'esbuild';
import { builtinNames } from './builtins.ts';
import { BuildError } from './errors.ts';
import { globalsByName } from './globals.ts';
import { PACKAGE_ROOT, SHIMS_FOLDER, SOURCE_EXTENSION } from './paths.ts';
import { shimPlugin } from './shim-plugin.ts';
import { forcedGlobalSpecifier } from './shim-specifiers.ts';
import { type ModuleGraph, moduleGraph } from './snapshot.ts';
import { EAGER_MODULE, toolPlugin } from './tool-plugin.ts';
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

const worldModule = (kind: WorldKind | 'probe') => join(SHIMS_FOLDER, 'worlds', `${kind}${SOURCE_EXTENSION}`);

/** A program after the first pass. */
export interface Program {
  /** An ES module that exports `load` and what else was asked for. */
  code: string;
  graph: ModuleGraph;
  output: Metafile['outputs'][string] | undefined;
}

/**
 * The first pass: the program with its packages, each module evaluated on demand.
 * @param entry absolute path of the program's entry file
 * @param exports further source of the module, over what `load` imports
 * @throws BuildError `ERR_BUILD_SYNTAX`, `ERR_BUILD_UNRESOLVED`
 */
export async function bundleProgram(entry: string, exports = ''): Promise<Program> {
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
      contents: `export const load = () => import(${JSON.stringify(entry)});\n${exports}`,
      resolveDir: PACKAGE_ROOT,
      sourcefile: 'wasi-node:program',
      loader: 'js',
    },
  });
  return {
    code: textOf(result, 'bundle.js'),
    graph: moduleGraph(result.metafile, entry),
    output: result.metafile.outputs['bundle.js'],
  };
}

/** The exports of a program that a snapshot needs: `warm` evaluates the modules that the build evaluates. */
export function warmExport(roots: readonly string[]): string {
  return `export const warm = () => require(${JSON.stringify(EAGER_MODULE + JSON.stringify(roots))});`;
}

/** The export of a program that a probe needs: the evaluation of each module. */
function probeExport({ order }: ModuleGraph): string {
  return `export const modules = [${order.map((path) => `() => require(${JSON.stringify(path)})`).join(', ')}];`;
}

/**
 * The second pass: the program with the shims that it uses.
 * @param program one with `warm`
 */
export async function bundleWorld(entry: string, program: Program, kind: WorldKind): Promise<Bundle> {
  const forced = globalsByName(withoutMap(program.code)).map(
    (name) => `import ${JSON.stringify(forcedGlobalSpecifier(name))};`,
  );
  const world = `${forced.join('\n')}
    import { createWorld } from ${JSON.stringify(worldModule(kind))};
    import { load, warm } from 'wasi-node:program';
    export const { reactor, ${kind} } = createWorld(load);
    warm();`;
  const result = await run(entry, {
    ...COMMON,
    ...MINIFY,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    sourcemap: 'external',
    sourcesContent: false,
    stdin: { contents: world, resolveDir: PACKAGE_ROOT, sourcefile: 'wasi-node:world', loader: 'js' },
    plugins: [virtualModules({ 'wasi-node:program': program.code }), shimPlugin()],
  });
  const output = result.metafile.outputs['bundle.js'];
  return {
    code: textOf(result, 'bundle.js'),
    map: textOf(result, '.map'),
    interfaces: [...new Set(output?.imports.filter(({ external }) => external).map(({ path }) => path))].sort(),
    inputs: [...inputsOf(program.output, 'program'), ...inputsOf(output, 'shims')],
  };
}

/** The script of a probe: its value is the `ProbeReport` as JSON. WIT interfaces are stand-ins that report each use. */
export async function bundleProbe(entry: string, graph: ModuleGraph): Promise<string> {
  const program = await bundleProgram(entry, probeExport(graph));
  const main = `import { probe } from ${JSON.stringify(worldModule('probe'))};
    import { modules } from 'wasi-node:program';
    import { hostCalls } from 'zora:';
    globalThis.__wasiNodeProbe = JSON.stringify(probe(modules, hostCalls));`;
  const result = await run(entry, {
    ...COMMON,
    format: 'iife',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    stdin: { contents: main, resolveDir: PACKAGE_ROOT, sourcefile: 'wasi-node:probe', loader: 'js' },
    plugins: [virtualModules({ 'wasi-node:program': withoutMap(program.code) }), standInHost(), shimPlugin()],
  });
  return `${textOf(result, 'bundle.js')}\nglobalThis.__wasiNodeProbe`;
}

const withoutMap = (code: string) => code.replace(/\n\/\/# sourceMappingURL=.*/, '');

/** Every WIT interface as one object on which any use is reported and refused. */
function standInHost(): Plugin {
  return {
    name: 'wasi-node-stand-in-host',
    setup(pass) {
      pass.onResolve({ filter: /^zora:/ }, () => ({ path: 'zora:', namespace: 'wasi-node-stand-in' }));
      pass.onLoad({ filter: /.*/, namespace: 'wasi-node-stand-in' }, () => ({
        contents: `
          const hostCalls = { listener: undefined };
          module.exports = new Proxy({ hostCalls }, {
            get: (target, name) => target[name] ?? function () {
              hostCalls.listener?.('a host call (' + String(name) + ')');
              throw new Error('there is no host while a component is built');
            },
          });`,
        loader: 'js',
      }));
    },
  };
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

function virtualModules(modules: Record<string, string>): Plugin {
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
