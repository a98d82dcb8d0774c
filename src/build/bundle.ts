/**
 * Bundles a shaken program (`program.ts`) for the engine: its modules in one, evaluated on demand; then that with the shims which it uses,
 * evaluated at build time. The result's imports are WIT interfaces, and they are the component's manifest.
 */
import { join, resolve } from 'node:path';
import { type BuildFailure, type BuildOptions, build, type Message, type Metafile, type Plugin } from 'esbuild';
import { builtinNames } from './builtins.ts';
import { BuildError } from './errors.ts';
import { globalsByName, guestGlobals } from './globals.ts';
import { PACKAGE_ROOT, SHIMS_FOLDER, SOURCE_EXTENSION } from './paths.ts';
import type { Program } from './program.ts';
import { eagerSpecifier, injectList, moduleSpecifier, programPlugin } from './program-plugin.ts';
import { shimPlugin } from './shim-plugin.ts';
import { builtinSpecifier, forcedGlobalSpecifier } from './shim-specifiers.ts';
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

/** A bundle of the program alone. */
interface Part {
  code: string;
  output: Metafile['outputs'][string] | undefined;
}

const worldModule = (kind: WorldKind | 'runtime' | 'probe') =>
  join(SHIMS_FOLDER, 'worlds', `${kind}${SOURCE_EXTENSION}`);

/** The second step: a shaken program as one module that exports `load` and `warm`. */
async function bundleProgram(program: Program, roots: readonly string[]): Promise<Part> {
  const entry = JSON.stringify(moduleSpecifier(program.entry));
  // Where all of it is evaluated at build time, nothing needs to be evaluated on demand: plain modules are half as large in the engine.
  if (roots.includes(program.entry)) {
    return bundlePart(
      program,
      `import * as entry from ${entry};\nexport const load = async () => entry;\nexport const warm = () => {};`,
    );
  }
  const warm = JSON.stringify(eagerSpecifier(roots));
  return bundlePart(
    program,
    `export const load = () => import(${entry});\nexport const warm = () => require(${warm});`,
  );
}

/** One module of `contents`, over the modules of a program. */
async function bundlePart(program: Program, contents: string): Promise<Part> {
  const result = await run({
    ...COMMON,
    platform: 'neutral',
    sourcemap: 'inline',
    sourcesContent: false,
    minifySyntax: true,
    inject: injectList(),
    plugins: [programPlugin(program)],
    stdin: { contents, resolveDir: PACKAGE_ROOT, sourcefile: 'wasi-node:program', loader: 'js' },
  });
  return { code: textOf(result, 'bundle.js'), output: result.metafile.outputs['bundle.js'] };
}

/**
 * The component's module: the program with the shims that it uses.
 * @param roots modules of the program that the build evaluates, with what they import
 */
export async function bundleWorld(program: Program, roots: readonly string[], kind: WorldKind): Promise<Bundle> {
  const part = await bundleProgram(program, roots);
  const forced = globalsByName(withoutMap(part.code)).map(
    (name) => `import ${JSON.stringify(forcedGlobalSpecifier(name))};`,
  );
  const world = `${forced.join('\n')}
    import { createWorld } from ${JSON.stringify(worldModule(kind))};
    import { load, warm } from 'wasi-node:program';
    export const { reactor, ${kind} } = createWorld(load);
    warm();`;
  const result = await bundleMain(world, { 'wasi-node:program': part.code });
  return { ...result, inputs: [...programInputs(program, part), ...result.inputs] };
}

/** The module of the component that runs scripts: every builtin, every global. */
export async function bundleRuntime(): Promise<Bundle> {
  const names = builtinNames();
  const imports = names.map((name, index) => `import * as b${index} from ${JSON.stringify(builtinSpecifier(name))};`);
  const globals = guestGlobals().map(({ name }) => `import ${JSON.stringify(forcedGlobalSpecifier(name))};`);
  return bundleMain(
    `${imports.join('\n')}
    ${globals.join('\n')}
    import { createWorld } from ${JSON.stringify(worldModule('runtime'))};
    export const { reactor, command } = createWorld({ ${names.map((name, index) => `${JSON.stringify(name)}: b${index}`).join(', ')} });`,
    {},
  );
}

/** The last step: a main module, with the shims that it and `modules` use. */
async function bundleMain(contents: string, modules: Record<string, string>): Promise<Bundle> {
  const result = await run({
    ...COMMON,
    ...MINIFY,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    sourcemap: 'external',
    sourcesContent: false,
    stdin: { contents, resolveDir: PACKAGE_ROOT, sourcefile: 'wasi-node:world', loader: 'js' },
    plugins: [virtualModules(modules), shimPlugin()],
  });
  const output = result.metafile.outputs['bundle.js'];
  return {
    code: textOf(result, 'bundle.js'),
    map: textOf(result, '.map'),
    interfaces: [...new Set(output?.imports.filter(({ external }) => external).map(({ path }) => path))].sort(),
    inputs: inputsOf(output).map(({ path, bytes }) => ({
      path: resolve(PACKAGE_ROOT, path),
      bytes,
      part: 'shims' as const,
    })),
  };
}

function programInputs({ modules, files }: Program, { output }: Part): Bundle['inputs'] {
  const bytes = new Map(
    inputsOf(output).map((input) => [modules.get(input.path.replace(/^program:/, ''))?.file, input.bytes]),
  );
  return files
    .map((path) => ({ path, bytes: bytes.get(path) ?? 0, part: 'program' as const }))
    .sort((x, y) => y.bytes - x.bytes);
}

/** The script of a probe: its value is the `ProbeReport` as JSON. WIT interfaces are stand-ins that report each use. */
export async function bundleProbe(program: Program, order: readonly string[]): Promise<string> {
  const evaluations = order.map((name) => `() => require(${JSON.stringify(moduleSpecifier(name))})`);
  const part = await bundlePart(program, `export const modules = [${evaluations.join(', ')}];`);
  const main = `import { probe } from ${JSON.stringify(worldModule('probe'))};
    import { modules } from 'wasi-node:program';
    import { hostCalls } from 'zora:';
    globalThis.__wasiNodeProbe = JSON.stringify(probe(modules, hostCalls));`;
  const result = await run({
    ...COMMON,
    format: 'iife',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    stdin: { contents: main, resolveDir: PACKAGE_ROOT, sourcefile: 'wasi-node:probe', loader: 'js' },
    plugins: [virtualModules({ 'wasi-node:program': withoutMap(part.code) }), standInHost(), shimPlugin()],
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

async function run(options: BuildOptions & { metafile: true; write: false }): Promise<Result> {
  try {
    return await build<{ metafile: true; write: false }>(options);
  } catch (error) {
    const { errors } = error as BuildFailure;
    if (!Array.isArray(errors)) throw error;
    throw new BuildError('ERR_BUILD_SYNTAX', errors.slice(0, 10).map(describe).join('\n'));
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

function inputsOf(output: Metafile['outputs'][string] | undefined): { path: string; bytes: number }[] {
  return Object.entries(output?.inputs ?? {})
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && !path.startsWith('wasi-node'))
    .map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput }));
}

function describe({ text, location }: Message): string {
  if (location === null) return text;
  return `${location.file}:${location.line}:${location.column + 1}: ${text}\n    ${location.lineText.trim()}`;
}
