/**
 * Bundles a shaken program (`program.ts`) with the shims that it uses, for the engine: a folder of small modules, which cost a third less
 * memory in it than one large one. The result's imports are WIT interfaces, and they are the component's manifest.
 */
import { join, posix } from 'node:path';
import { type OutputChunk, type OutputOptions, type RolldownOutput, rolldown } from 'rolldown';
import { builtinNames } from './builtins.ts';
import { replaceDynamicImports } from './dynamic-imports.ts';
import { toBuildError } from './errors.ts';
import { globalsByName, guestGlobals } from './globals.ts';
import { packageModules } from './package-modules.ts';
import { PACKAGE_ROOT, SHIMS_FOLDER, SOURCE_EXTENSION } from './paths.ts';
import type { Program } from './program.ts';
import { moduleSpecifier, wrapModules } from './program-plugin.ts';
import { shimPlugin, type VirtualModule } from './shim-plugin.ts';
import { builtinSpecifier, forcedGlobalSpecifier } from './shim-specifiers.ts';
import type { SnapshotPlan } from './snapshot.ts';
import type { WorldKind } from './world.ts';

/** A bundle for the engine. */
export interface Bundle {
  /** The name of the main module among `files`. */
  entry: string;
  /** ES modules by name; they import each other by relative paths, and WIT interfaces. */
  files: Map<string, { code: string; map: string | undefined }>;
  /** WIT interfaces that it imports, such as `zora:node/io@0.1.0`, sorted. */
  interfaces: string[];
  /** The files that went in. */
  inputs: string[];
}

const MAIN = 'wasi-node-main';
const DEFERRED = 'wasi-node-deferred';

const worldModule = (kind: WorldKind | 'runtime' | 'probe') =>
  JSON.stringify(join(SHIMS_FOLDER, 'worlds', `${kind}${SOURCE_EXTENSION}`));

/** The module of a component: a program in its world. */
export async function bundleWorld(program: Program, plan: SnapshotPlan, kind: WorldKind): Promise<Bundle> {
  const deferred = new Set(plan.deferred.map(({ name }) => name));
  const modules = eagerModules(program, deferred);
  const entry = JSON.stringify(moduleSpecifier(program.entry));
  let load = `import * as entry from ${entry}; const load = async () => entry;`;
  if (deferred.has(program.entry)) {
    modules.set(
      DEFERRED,
      await wrapModules(program, `export const load = () => import(${entry});`, (name) => !deferred.has(name)),
    );
    load = `import { load } from '${DEFERRED}';`;
  }
  modules.set(MAIN, {
    code: `${importUnseenGlobals(program)}
      import { createWorld } from ${worldModule(kind)};
      ${load}
      export const { reactor, ${kind} } = createWorld(load);`,
  });
  const result = await link(modules, { preserveModules: true });
  return { ...result, inputs: [...new Set([...program.files, ...result.inputs])] };
}

/** The module of the component that runs scripts: every builtin, every global. */
export async function bundleRuntime(): Promise<Bundle> {
  const names = builtinNames();
  const imports = names.map((name, index) => `import * as b${index} from ${JSON.stringify(builtinSpecifier(name))};`);
  const globals = guestGlobals().map(({ name }) => `import ${JSON.stringify(forcedGlobalSpecifier(name))};`);
  const table = names.map((name, index) => `${JSON.stringify(name)}: b${index}`);
  const packages = packageModules();
  const shims = packages.map(
    ({ name, variable, specifier }) => `import { ${name} as ${variable} } from ${JSON.stringify(specifier)};`,
  );
  const replaced = packages.map(
    ({ name, variable, required }) =>
      `${JSON.stringify(name)}: { make: ${variable}, required: ${JSON.stringify(required)} }`,
  );
  const code = `${[...imports, ...globals, ...shims].join('\n')}
    import { createWorld } from ${worldModule('runtime')};
    export const { reactor, command } = createWorld({ ${table.join(', ')} }, { ${replaced.join(', ')} });`;
  return link(new Map([[MAIN, { code }]]), { preserveModules: true });
}

/** The script of a probe: its value is the `ProbeReport` as JSON. WIT interfaces are stand-ins that report each use. */
export async function bundleProbe(program: Program, order: readonly string[]): Promise<string> {
  const evaluations = order.map((name) => `() => require(${JSON.stringify(moduleSpecifier(name))})`);
  const modules = new Map<string, VirtualModule>();
  modules.set(DEFERRED, await wrapModules(program, `export const modules = [${evaluations.join(', ')}];`, () => false));
  modules.set(MAIN, {
    code: `${importUnseenGlobals(program)}
      import { probe } from ${worldModule('probe')};
      import { modules } from '${DEFERRED}';
      globalThis.__wasiNodeProbe = JSON.stringify(probe(modules, __wasiNodeHostCalls));`,
  });
  const { files, entry, interfaces } = await link(modules, { codeSplitting: false });
  return standInHost(files.get(entry)?.code ?? '', interfaces);
}

/** Imports of the globals that the program uses without a mention that the bundler sees. */
function importUnseenGlobals(program: Program): string {
  const texts = [...program.modules.values()].map(({ code }) => code).join('\n');
  return [...new Set([...globalsByName(texts), ...program.replacedGlobals])]
    .map((name) => `import ${JSON.stringify(forcedGlobalSpecifier(name))};`)
    .join('\n');
}

/** The modules that the build evaluates, under their specifiers. */
function eagerModules(program: Program, deferred: ReadonlySet<string>): Map<string, VirtualModule> {
  const modules = new Map<string, VirtualModule>();
  for (const [name, { code, map, imports }] of program.modules) {
    if (deferred.has(name)) continue;
    modules.set(moduleSpecifier(name), { code: withSpecifiers(code, name, imports), map });
  }
  return modules;
}

/** Imports of other modules of the program by their specifiers instead of relative paths. */
function withSpecifiers(code: string, name: string, imports: readonly string[]): string {
  const known = new Set(imports);
  const specifierOf = (path: string) => {
    const target = posix.join(posix.dirname(name), path);
    return known.has(target) ? moduleSpecifier(target) : undefined;
  };
  return replaceDynamicImports(code, specifierOf).replace(
    /((?:^|[\s;}])(?:from|import)\s*)"(\.[^"]*)"/g,
    (text, head: string, path: string) => {
      const specifier = specifierOf(path);
      return specifier === undefined ? text : `${head}${JSON.stringify(specifier)}`;
    },
  );
}

async function link(modules: ReadonlyMap<string, VirtualModule>, layout: Partial<OutputOptions>): Promise<Bundle> {
  const output = await generate(modules, layout).catch((error: unknown) => {
    throw toBuildError(error);
  });
  const chunks = output.filter((item): item is OutputChunk => item.type === 'chunk');
  const interfaces = new Set(chunks.flatMap(({ imports }) => imports).filter((name) => name.startsWith('zora:')));
  const files = chunks.map(({ fileName, code, map }) => {
    const text = code.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n');
    return [fileName, { code: text, map: map?.toString() }] as const;
  });
  return {
    entry: chunks.find(({ isEntry }) => isEntry)?.fileName ?? '',
    files: new Map(files),
    interfaces: [...interfaces].sort(),
    inputs: chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => !id.startsWith('\0')),
  };
}

async function generate(
  modules: ReadonlyMap<string, VirtualModule>,
  layout: Partial<OutputOptions>,
): Promise<RolldownOutput['output']> {
  const build = await rolldown({
    input: MAIN,
    cwd: PACKAGE_ROOT,
    platform: 'neutral',
    logLevel: 'silent',
    resolve: { mainFields: ['module', 'main'] },
    plugins: [shimPlugin(modules)],
  });
  const { output } = await build.generate({
    format: 'esm',
    minify: true,
    keepNames: true,
    comments: false,
    sourcemap: true,
    ...layout,
  });
  await build.close();
  return output;
}

/** A script of a module whose only imports are WIT interfaces: each is one object on which any use is reported and refused. */
function standInHost(code: string, interfaces: readonly string[]): string {
  const script = code
    .replace(/import\s*\{([^}]*)\}\s*from\s*"zora:[^"]*";?/g, (_, names: string) => {
      const bindings = names.split(',').filter((name) => name.trim() !== '');
      return `const {${bindings.map((name) => name.trim().replace(/\s+as\s+/, ': ')).join(', ')}} = __wasiNodeHost;`;
    })
    .replace(/import\s*"zora:[^"]*";?/g, '');
  return `(() => {
    const __wasiNodeHostCalls = { listener: undefined };
    const __wasiNodeHost = new Proxy({}, {
      get: (_, name) => function () {
        __wasiNodeHostCalls.listener?.('a host call (' + String(name) + ')');
        throw new Error('there is no host while a component is built');
      },
    });
    // ${interfaces.length} interfaces
    ${script}
  })();
  globalThis.__wasiNodeProbe`;
}
