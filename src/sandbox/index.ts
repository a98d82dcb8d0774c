/** The library: load a tool or a component, call it under a token, each call in a fresh instance. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
// Not the whole bridge, which only the worker threads need.
import { parseGrant } from '../../host-bridge/capability/grant.ts';
import { parseToken } from '../../host-bridge/capability/token.ts';
import { findBubblewrap } from '../../host-bridge/internal/confinement/probe.ts';
import { type Artifact, artifactOf, shippedRuntime } from '../build/artifact.ts';
import { cacheFolder } from '../build/cache.ts';
import { BuildError } from '../build/errors.ts';
import { type BuildOptions, type BuildStep, buildComponent, buildRuntime } from '../build/index.ts';
import { codeFile } from '../build/paths.ts';
import { loadStackMapper, type StackMapper } from '../build/source-maps.ts';
import { readSealed, writeSealed } from '../build/store.ts';
import { exportsInterface } from '../build/wit-version.ts';
import type { WorldKind } from '../build/world.ts';
import { Monitor } from '../observability/monitor.ts';
import { observe } from '../observability/observe.ts';
import type { Observer } from '../observability/observer.ts';
import { SandboxError, toToolError } from './errors.ts';
import { type Hooks, type Runner, runInPool, stoppedError } from './invocation.ts';
import { type Job, type LoadedComponent, nextJobId, type Outcome, type ToolDescription } from './messages.ts';
import { loadComponent } from './module-store.ts';
import type { GrantInput, TokenInput } from './options.ts';
import { Pool } from './pool.ts';
import { Program } from './script.ts';
import { Counter, type SandboxStats } from './stats.ts';

export interface SandboxOptions {
  /** The folder of the disk cache; default `WASI_NODE_CACHE` or the user's cache folder. */
  cache?: string | undefined;
  /** Where guests run: in worker threads (default), or in the thread of the embedder, who trusts that no call of the host's blocks it. */
  isolation?: 'worker' | 'inline' | undefined;
  /** The most worker threads. A thread runs any number of calls, and preempts those that compute. Default: the cores, 2 at least. */
  maxWorkers?: number | undefined;
  /** The most calls at once; further ones wait. Default: 1024. */
  maxInstances?: number | undefined;
  /** The most calls that wait; further ones fail with `ERR_SANDBOX_OVERLOADED`. Default: 10,000. */
  maxQueue?: number | undefined;
  /** Told of each invocation and of each decision in it. */
  observers?: readonly Observer[] | undefined;
  /** Whether `wasi-node top` shows this sandbox, to this user alone. Default: false. */
  monitor?: boolean | undefined;
  /** Told of each step of a build. */
  onStep?: ((step: BuildStep | 'transpile' | 'compile' | 'describe') => void) | undefined;
}

/** How a tool is loaded. */
export interface LoadOptions {
  /** How many instances are made ahead in each thread, each for one call. Default: 1. */
  warm?: number | undefined;
}

/** How a tool is called. */
export interface InvokeOptions extends Hooks {
  /** What the call may do. Validated here: dates may be ISO strings. */
  token: TokenInput;
  /** What the token has no field for; absent is denied. */
  grant?: GrantInput | undefined;
  /** Which tool, where the component has several. */
  tool?: string | undefined;
  /** The tool's working directory; default the process's. */
  cwd?: string | undefined;
  /** The variables that the grant may name; default the process's. */
  env?: Record<string, string | undefined> | undefined;
}

/** A token that allows nothing, for what a tool says about itself. */
function emptyToken(): TokenInput {
  const now = Date.now();
  return {
    jobId: 'describe',
    allowedPaths: [],
    deniedPaths: [],
    allowedCommands: [],
    allowedTools: [],
    maxExecutionTime: 10_000,
    createdAt: new Date(now),
    expiresAt: new Date(now + 60_000),
  };
}

/** The tool that evaluates what a build probes. */
const EVALUATOR = codeFile('src/sandbox/evaluator');

/** A component that is ready to be called. */
export class Tool {
  readonly #runner: Runner;
  readonly #component: LoadedComponent;
  readonly #observers: readonly Observer[];
  #mapper: Promise<StackMapper> | undefined;
  /** Its interfaces, sizes and hashes. */
  readonly artifact: Artifact;
  /** The tools in it. */
  readonly tools: readonly ToolDescription[];

  constructor(
    runner: Runner,
    component: LoadedComponent,
    artifact: Artifact,
    tools: readonly ToolDescription[],
    observers: readonly Observer[],
  ) {
    this.#runner = runner;
    this.#component = component;
    this.#observers = observers;
    this.artifact = artifact;
    this.tools = tools;
  }

  /**
   * Calls the tool in a fresh instance.
   * @param input any value that has a JSON form
   * @returns the tool's result
   * @throws ToolError what the tool threw; SandboxError when it was ended; InvalidTokenError, InvalidGrantError
   */
  async invoke(input: unknown, options: InvokeOptions): Promise<unknown> {
    const token = parseToken(options.token);
    const grant = parseGrant(options.grant ?? {});
    const tool = this.#choose(options.tool);
    const call = { kind: 'invoke' as const, tool, input: toInput(input) };
    const [id, component] = [nextJobId(), this.#component.id];
    const { hooks, watch } = observe(
      this.#observers,
      { id, kind: 'invoke', jobId: token.jobId, tool, component },
      options,
    );
    const job: Job = {
      id,
      component,
      call,
      token,
      grant,
      cwd: resolve(options.cwd ?? process.cwd()),
      env: options.env,
      stdio: 'hook',
      hooks: {
        authorize: hooks.authorize !== undefined,
        audit: hooks.audit !== undefined,
        output: hooks.output !== undefined,
      },
    };
    const outcome = await watch(runInPool(this.#runner, this.#component, job, hooks));
    const mapStack = outcome.kind === 'rejected' ? await this.#stackMapper() : undefined;
    return toResult(outcome, options.signal, mapStack);
  }

  #stackMapper(): Promise<StackMapper> {
    this.#mapper ??= loadStackMapper(this.artifact.cache, this.artifact.manifest.component);
    return this.#mapper;
  }

  #choose(name: string | undefined): string {
    if (name !== undefined) return name;
    const [only] = this.tools;
    if (only === undefined || this.tools.length > 1) {
      throw new TypeError(
        `The component has ${this.tools.length} tools (${this.tools.map((tool) => tool.name).join(', ')}): say which`,
      );
    }
    return only.name;
  }
}

function toInput(input: unknown): string {
  try {
    return input === undefined ? '' : (JSON.stringify(input) ?? '').toWellFormed();
  } catch (cause) {
    throw new SandboxError(
      'ERR_TOOL_INPUT',
      `The input has no JSON form: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function toResult(outcome: Outcome, signal: AbortSignal | undefined, mapStack?: StackMapper): unknown {
  switch (outcome.kind) {
    case 'resolved':
      return JSON.parse(outcome.output);
    case 'rejected':
      throw toToolError(outcome.failure, mapStack);
    case 'stopped':
      throw stoppedError(outcome, signal);
    default:
      throw new TypeError('The worker answered another question');
  }
}

/** Worker threads and loaded components. Dispose of it with `await using`. */
export class Sandbox implements AsyncDisposable {
  readonly #pool: Pool;
  readonly #counter = new Counter();
  readonly #cache: string;
  readonly #onStep: NonNullable<SandboxOptions['onStep']>;
  readonly #observers: readonly Observer[];
  readonly #monitor: Monitor | undefined;
  readonly #listening: Promise<unknown> | undefined;
  #evaluator: Promise<Tool> | undefined;
  #runtime: Promise<LoadedComponent> | undefined;

  constructor({
    cache = cacheFolder(),
    isolation = 'worker',
    maxWorkers = Math.max(2, availableParallelism()),
    maxInstances = 1024,
    maxQueue = 10_000,
    observers = [],
    monitor = false,
    onStep = () => {},
  }: SandboxOptions = {}) {
    const inline = isolation === 'inline';
    this.#pool = new Pool({ threads: inline ? 1 : maxWorkers, instances: maxInstances, queue: maxQueue, inline });
    this.#cache = cache;
    this.#onStep = onStep;
    this.#monitor = monitor ? new Monitor() : undefined;
    this.#observers = this.#monitor === undefined ? observers : [...observers, this.#monitor.activity];
    this.#listening = this.#monitor?.listen();
    // Who loads something gets the error.
    this.#listening?.catch(() => {});
  }

  /**
   * Loads a tool: an entry file (built, or from the cache), a component's file, or a component's bytes.
   * @throws BuildError with a readable message
   */
  async load(source: string | Uint8Array, { warm = 1 }: LoadOptions = {}): Promise<Tool> {
    return this.#load(source, this.#observers, warm);
  }

  async #load(source: string | Uint8Array, observers: readonly Observer[], warm: number): Promise<Tool> {
    await this.#warm();
    const bytes = typeof source === 'string' ? await this.#read(source) : source;
    this.#onStep('transpile');
    const artifact = await artifactOf(bytes, this.#cache);
    this.#onStep('compile');
    const component = await loadComponent(artifact, warm);
    const tools = await this.#describe(artifact, component);
    return new Tool(this.#runner, component, artifact, tools, observers);
  }

  /**
   * Builds a tool into a component, or a program (`world: 'command'`).
   * @param entry path of a TypeScript or JavaScript file
   * @throws BuildError with a readable message
   */
  async build(
    entry: string,
    { world = 'tool', ...options }: Pick<BuildOptions, 'snapshot'> & { world?: WorldKind } = {},
  ): Promise<Uint8Array> {
    return buildComponent(entry, world, {
      ...options,
      cache: this.#cache,
      onStep: this.#onStep,
      evaluate: (script) => this.#evaluate(script),
    });
  }

  /** Evaluates a script in an instance of its own, under a token that allows nothing. */
  async #evaluate(script: string): Promise<string> {
    // Nobody's invocation: the build asks for it.
    this.#evaluator ??= this.build(EVALUATOR, { snapshot: 'deferred' }).then((bytes) => this.#load(bytes, [], 0));
    const evaluator = await this.#evaluator;
    return String(await evaluator.invoke(script, { token: emptyToken() }));
  }

  /**
   * Loads a script: it runs in the component that holds every builtin, which is built once.
   * @throws BuildError
   */
  async loadScript(path: string): Promise<Program> {
    this.#runtime ??= this.#loadRuntime();
    const [runtime] = await Promise.all([this.#runtime, this.#warm()]);
    return new Program(this.#runner, runtime, path, this.#observers);
  }

  /**
   * What a component's file holds.
   * @throws BuildError
   */
  async kindOf(path: string): Promise<WorldKind> {
    const { manifest } = await artifactOf(await this.#read(path), this.#cache);
    return exportsInterface(manifest.exports, 'command') ? 'command' : 'tool';
  }

  /**
   * Loads a program that is a component of its own (`build` with `world: 'command'`).
   * @throws BuildError
   */
  async loadProgram(path: string): Promise<Program> {
    await this.#warm();
    const artifact = await artifactOf(await this.#read(path), this.#cache);
    return new Program(this.#runner, await loadComponent(artifact), path, this.#observers);
  }

  /** Whether children can be confined is asked once, and worker threads inherit the answer; one that runs already asks when it wants to know. */
  async #warm(): Promise<void> {
    await this.#listening;
    if (!this.#pool.running) await findBubblewrap();
    this.#pool.warm(1);
  }

  async #loadRuntime(): Promise<LoadedComponent> {
    const shipped = shippedRuntime(this.#cache);
    if (shipped !== undefined) return loadComponent(shipped);
    const bytes = await buildRuntime({ cache: this.#cache, onStep: this.#onStep });
    return loadComponent(await artifactOf(bytes, this.#cache));
  }

  async #read(path: string): Promise<Uint8Array> {
    if (!path.endsWith('.wasm')) return this.build(path);
    return readFile(path).catch((cause: Error) => {
      throw new BuildError('ERR_BUILD_ENTRY', `The component could not be read: ${cause.message}`, { cause });
    });
  }

  /** The tools of a component, which it tells itself, once. */
  async #describe(artifact: Artifact, component: LoadedComponent): Promise<ToolDescription[]> {
    const name = `tools/${artifact.manifest.component}.json`;
    const known = await readSealed(this.#cache, name);
    if (known !== undefined) return JSON.parse(known) as ToolDescription[];
    this.#onStep('describe');
    const job: Job = {
      id: nextJobId(),
      component: component.id,
      call: { kind: 'describe' },
      token: parseToken(emptyToken()),
      grant: parseGrant({}),
      cwd: '/',
      stdio: 'hook',
      hooks: { authorize: false, audit: false, output: false },
    };
    const outcome = await runInPool(this.#runner, component, job, {});
    if (outcome.kind !== 'described') return toResult(outcome, undefined) as never;
    await writeSealed(this.#cache, name, JSON.stringify(outcome.tools));
    return outcome.tools;
  }

  get #runner(): Runner {
    return { pool: this.#pool, counter: this.#counter };
  }

  /** What runs now, and what has been. */
  stats(): SandboxStats {
    const { size, taken, queued } = this.#pool;
    return { threads: size, running: taken, queued, ...this.#counter.read() };
  }

  /** Ends every thread, and with it whatever still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#pool.close(), this.#monitor?.[Symbol.asyncDispose]()]);
  }
}

/** A sandbox with its own workers. */
export function createSandbox(options?: SandboxOptions): Sandbox {
  return new Sandbox(options);
}
