/** The build: an entry file, with what it imports, to a component. */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Bundle } from './bundle.ts';
import { cacheFolder, findBuild, rememberBuild } from './cache.ts';
import { BuildError } from './errors.ts';
import { sha256 } from './files.ts';
import { CODE_ROOT, PACKAGE_ROOT } from './paths.ts';
import type { Program } from './program.ts';
import { moduleGraph, type ProbeReport, planSnapshot, type SnapshotMode, type SnapshotPlan } from './snapshot.ts';
import { saveMaps } from './source-maps.ts';
import type { WorldKind } from './world.ts';

/** A step of a build, for a progress display. */
export type BuildStep = 'bundle' | 'probe' | 'componentize' | 'cached';

export interface BuildOptions {
  /** The cache's folder; default `cacheFolder()`. */
  cache?: string | undefined;
  /** Told when a step begins. */
  onStep?: ((step: BuildStep) => void) | undefined;
  /** Which modules are evaluated at build time; default `auto`. */
  snapshot?: SnapshotMode | undefined;
  /**
   * Evaluates a script in a sandbox that is thrown away and gives its value, a string: what `auto` probes with.
   * Without it, `auto` is `deferred`.
   */
  evaluate?: ((script: string) => Promise<string>) | undefined;
}

/** The bundlers and the engine's compiler, loaded only by a build that finds nothing in the cache: a warm start does without. */
const bundler = () => import('./bundle.ts');

/** Raised whenever the same inputs give another component: builds of before are then not looked at. */
const FORMAT = 5;

const version = (JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { version: string }).version;

/**
 * Builds a tool, or a program (`kind` command).
 * @param entry path of a TypeScript or JavaScript file
 * @returns the component's bytes
 * @throws BuildError with a readable message
 */
export async function buildComponent(entry: string, kind: WorldKind, options: BuildOptions = {}): Promise<Uint8Array> {
  const path = resolve(entry);
  if (!isFile(path)) throw new BuildError('ERR_BUILD_ENTRY', `There is no file ${entry}`);
  const makeBundle = async (snapshot: SnapshotMode) => {
    const [{ shakeProgram }, { bundleWorld }] = await Promise.all([import('./program.ts'), bundler()]);
    const program = await shakeProgram(path);
    const plan = await planOf(program, { ...options, snapshot });
    return bundleWorld(program, plan, kind);
  };
  const { snapshot = 'auto' } = options;
  return cachedBuild([kind, path, snapshot], kind, options, async (make) => {
    const bundle = await makeBundle(snapshot);
    try {
      return { bundle, component: await make(bundle) };
    } catch (error) {
      // The probe blames the first module that requires a CommonJS one: with that deferred, the next does so while the component is made.
      if (snapshot !== 'auto' || !(error instanceof BuildError && error.code === 'ERR_BUILD_EVALUATION')) throw error;
      const deferred = await makeBundle('deferred');
      return { bundle: deferred, component: await make(deferred) };
    }
  });
}

/** Builds the component that runs scripts. */
export async function buildRuntime(options: BuildOptions = {}): Promise<Uint8Array> {
  return cachedBuild(['runtime'], 'command', options, async (make) => {
    const bundle = await (await bundler()).bundleRuntime();
    return { bundle, component: await make(bundle) };
  });
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

async function cachedBuild(
  name: string[],
  kind: WorldKind,
  { cache = cacheFolder(), onStep }: BuildOptions,
  build: (make: (bundle: Bundle) => Promise<Uint8Array>) => Promise<{ bundle: Bundle; component: Uint8Array }>,
): Promise<Uint8Array> {
  // Which builtins there are to refuse is the running Node's to say.
  const key = sha256(JSON.stringify([version, FORMAT, CODE_ROOT, process.version, ...name]));
  const found = await findBuild(cache, key);
  if (found !== undefined) {
    onStep?.('cached');
    return found;
  }
  onStep?.('bundle');
  const begun = Date.now();
  const { bundle, component } = await build(async (made) => {
    onStep?.('componentize');
    const { componentize } = await import('./componentize.ts');
    return componentize(made, kind);
  });
  await saveMaps(cache, sha256(component), bundle);
  await rememberBuild(cache, key, component, { inputs: bundle.inputs.filter(isFile), begun });
  return component;
}

async function planOf(program: Program, options: BuildOptions): Promise<SnapshotPlan> {
  const { snapshot = 'auto', evaluate, onStep } = options;
  if (snapshot === 'eager') return { deferred: [] };
  const graph = moduleGraph(program);
  if (snapshot === 'deferred' || evaluate === undefined) {
    return { deferred: graph.order.map((name) => ({ name, reason: 'as asked' })) };
  }
  onStep?.('probe');
  const { bundleProbe } = await bundler();
  const script = await bundleProbe(program, graph.order);
  return planSnapshot(graph, JSON.parse(await evaluate(script)) as ProbeReport);
}
