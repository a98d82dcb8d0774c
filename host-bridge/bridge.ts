import type { AuditSink } from './audit.ts';
import type { Authority, AuthorizeHook } from './capability/authority.ts';
import { createAuthority } from './capability/authority.ts';
import { ChildProcesses, type ChildRegistry } from './child-process.ts';
import type { Compiler } from './compiler.ts';
import { createCrypto } from './crypto.ts';
import { Datagrams } from './datagram.ts';
import { FileSystem } from './file-system.ts';
import { HttpClient } from './http.ts';
import { HostReactor, type RunEnd } from './internal/reactor-driver.ts';
import { GuestExit, GuestStopped } from './internal/run-errors.ts';
import { Crew, type Membership, type StartInstance } from './internal/workers/crew.ts';
import { createIntl } from './intl.ts';
import { InputStream, io, OutputStream } from './io.ts';
import { Network } from './network.ts';
import { createOs } from './os.ts';
import { createReactorHost } from './reactor-host.ts';
import { InstanceStdio, type StdinSource, type StdoutSink } from './stdio.ts';
import { createSystem } from './system.ts';
import { createTls } from './tls.ts';
import { createToolHost, type ToolAnswer } from './tool-host.ts';
import { createWasiImports } from './wasi.ts';
import type * as Stdio from './wit/zora-node-stdio.d.ts';
import { Workers } from './workers.ts';
import { createZlib } from './zlib.ts';

/** For whom a bridge is, and what is on its ends. */
export interface HostBridgeOptions {
  /** The caller's capability token, checked here. */
  token: unknown;
  /** What the token has no field for, checked here; absent is denied. */
  grant?: unknown;
  /** The embedder's own say; it may narrow a decision, never widen it. */
  authorize?: AuthorizeHook | undefined;
  /** Takes one event a decision. */
  audit?: AuditSink | undefined;
  /** The tool that is called, for `allowedTools` and the audit. */
  tool?: string | undefined;
  /** The working directory; the host's by default. */
  cwd?: string | undefined;
  /** `process.argv` of the guest from its second item. */
  argv?: readonly string[] | undefined;
  /** The host's variables, of which the grant names some; `process.env` by default. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  /** What the guest sees as its environment in the place of the variables that the grant names; its children's is filtered as ever. */
  ownEnvironment?: Readonly<Record<string, string>> | undefined;
  /** Where standard input comes from; absent: it is at its end. */
  stdin?: StdinSource;
  /** Where standard output goes; absent: nowhere. */
  stdout?: StdoutSink;
  /** Where standard error goes; absent: nowhere. */
  stderr?: StdoutSink;
  /** What the guest is told about terminals; by default what the streams say of themselves. */
  terminal?: Partial<Stdio.Terminal> | undefined;
  /** Told of what the tool says about itself and what it answers. */
  onAnswer?: ((answer: ToolAnswer) => void) | undefined;
  /** Takes what the engine itself prints, such as a panic's message. */
  onEngineOutput?: ((bytes: Uint8Array) => void) | undefined;
  /** Told of every process in the tick in which it is started, and when nothing is left of it. */
  children?: ChildRegistry | undefined;
  /** What evaluates modules at run time (`loadCompiler`), for a component that runs scripts. */
  compiler?: Compiler | undefined;
  /** Runs a further instance of the component, for `node:worker_threads`; absent: there are none. */
  startInstance?: StartInstance | undefined;
  /** The program that this instance is a worker of: its authority and its channels are this one's. */
  workerOf?: { authority: Authority; membership: Membership } | undefined;
  /** Stops the instance when it is aborted. */
  signal?: AbortSignal | undefined;
}

/** The host's side of one instance. */
export interface HostBridge extends AsyncDisposable {
  /** The implementation of each interface, by its name without a version. */
  readonly imports: Readonly<Record<string, object>>;
  /** Drives the guest's loop: `await bridge.reactor.run(instance.reactor.turn)`. */
  readonly reactor: HostReactor;
  /** The rights that every call is checked against. */
  readonly authority: Authority;
  /**
   * Ends the run: `reactor.run` rejects with `error`. The guest is not called again; `dispose` ends the rest.
   * The bridge calls it itself when the token's time runs out (`GuestStopped`, `ERR_TOKEN_EXPIRED` or
   * `ERR_EXECUTION_TIMEOUT`) and on abort (`ABORT_ERR`).
   */
  stop(error: Error): void;
  /** Says how the size of the instance's memory is read, once there is an instance. */
  setMemory(bytes: () => number): void;
  /** Resolves when what the guest wrote to its standard streams has been handed on. */
  flush(): Promise<void>;
  /**
   * Ends everything that the instance holds, and resolves when it is gone: children are asked to end, and killed
   * (as groups) when they have not after `graceMs` (20 by default); requests are aborted, connections closed.
   */
  dispose(graceMs?: number): Promise<void>;
}

/**
 * The implementation of every interface for one caller.
 * @throws InvalidTokenError, InvalidGrantError
 */
export function createHostBridge(options: HostBridgeOptions): HostBridge {
  const { token, grant, authorize, audit, tool, cwd, env: environment, workerOf } = options;
  const authority = workerOf?.authority ?? createAuthority({ token, grant, authorize, audit, tool, cwd, environment });
  const { limits } = authority;
  const membership = workerOf?.membership ?? { crew: new Crew(limits, options.startInstance), id: 0, start: undefined };
  const reactor = new HostReactor();
  const exit = (code: number): never => {
    reactor.exit(code);
    throw new GuestExit(code);
  };
  const workers = new Workers(membership);
  const stdio = new InstanceStdio(options, limits);
  const children = new ChildProcesses(
    authority,
    {
      stdin: () => (options.stdin === undefined || options.stdin === null ? undefined : stdio.stdin),
      output: (descriptor) => {
        const sink = descriptor === 1 ? options.stdout : options.stderr;
        return sink === undefined || sink === null ? undefined : stdio.output(descriptor);
      },
      inputOf: (handle) => InputStream.channelOf(handle),
      outputOf: (handle) => OutputStream.channelOf(handle),
    },
    options.children,
  );
  const http = new HttpClient(authority);
  const fileSystem = new FileSystem(authority);
  const network = new Network(authority);
  const datagrams = new Datagrams(authority, network.names);
  // What few components import is made when it is asked for.
  let memory = (): number => 0;
  let cryptography: ReturnType<typeof createCrypto> | undefined;
  const bothCrypto = () => (cryptography ??= createCrypto(authority));
  let tls: ReturnType<typeof createTls> | undefined;
  const imports = withLazy(
    {
      'zora:node/file-system': () => fileSystem.imports,
      'zora:node/network': () => network.imports,
      'zora:node/datagram': () => datagrams.imports,
      'zora:node/name-lookup': () => network.lookups,
      'zora:node/tls': () => (tls ??= createTls(authority)).imports,
      'zora:node/os': () => createOs(authority),
      'zora:node/zlib': () => createZlib(authority),
      'zora:node/intl': () => createIntl(authority),
      'zora:node/crypto': () => bothCrypto().crypto,
      'zora:node/webcrypto': () => bothCrypto().webcrypto,
      'zora:node/compiler': () => options.compiler ?? {},
      'zora:node/workers': () => workers.imports,
    },
    {
      ...createWasiImports({ output: options.onEngineOutput, exit }),
      'zora:node/io': io,
      'zora:node/reactor-host': createReactorHost(reactor),
      'zora:node/system': createSystem({
        cwd: authority.cwd,
        argv: options.argv ?? [],
        environment: () =>
          Object.entries(options.ownEnvironment ?? authority.visibleEnvironment).filter(
            (entry): entry is [string, string] => entry[1] !== undefined,
          ),
        memory: () => memory(),
        memoryLimit: limits.values.memoryBytes,
        exit,
      }),
      'zora:node/stdio': stdio.imports,
      'zora:node/child-process': children.imports,
      'zora:node/http': http.imports,
      'zora:node/tool-host': createToolHost({
        answerBytes: limits.values.answerBytes,
        onAnswer: options.onAnswer ?? (() => {}),
        onExcess: (error) => reactor.stop(error),
      }),
    },
  );

  const stop = (error: Error): void => reactor.stop(error);
  const timer = watchClock(authority, stop);
  const onAbort = () =>
    stop(new GuestStopped('ABORT_ERR', 'The operation was aborted', { cause: options.signal?.reason }));
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener('abort', onAbort, { once: true });

  let disposed: Promise<void> | undefined;
  const disposeOnce = async (graceMs: number | undefined): Promise<void> => {
    timer.stop();
    options.signal?.removeEventListener('abort', onAbort);
    const reason = new GuestStopped('ERR_INSTANCE_DISPOSED', 'The instance was disposed of');
    stop(reason);
    // A worker's end is not its program's.
    if (workerOf === undefined) authority.end();
    reactor.clear();
    workers.dispose();
    if (workerOf === undefined) await membership.crew.dispose();
    await Promise.all([children.dispose(graceMs), http.dispose(reason), network.dispose(graceMs)]);
    datagrams.dispose();
    tls?.dispose();
    fileSystem.dispose();
    stdio.dispose();
  };
  const dispose = (graceMs?: number): Promise<void> => (disposed ??= disposeOnce(graceMs));

  const setMemory = (bytes: () => number): void => {
    memory = bytes;
  };

  return {
    imports,
    reactor,
    authority,
    stop,
    setMemory,
    flush: () => stdio.flush(),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** `made` with further properties that are made when they are first read. */
function withLazy(lazy: Readonly<Record<string, () => object>>, made: Record<string, object>): Record<string, object> {
  for (const [name, make] of Object.entries(lazy)) {
    let value: object | undefined;
    Object.defineProperty(made, name, { enumerable: true, get: () => (value ??= make()) });
  }
  return made;
}

/** Stops the instance at the moment that the token's time is used up, whatever the guest does. */
function watchClock({ clock }: Authority, stop: (error: Error) => void): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    try {
      clock.assertAlive();
      timer = setTimeout(look, clock.timerDelay());
      timer.unref();
    } catch (error) {
      const cause = error as { field?: string; message: string };
      const code = cause.field === 'expiresAt' ? 'ERR_TOKEN_EXPIRED' : 'ERR_EXECUTION_TIMEOUT';
      stop(new GuestStopped(code, cause.message, { cause }));
    }
  };
  look();
  return { stop: () => clearTimeout(timer) };
}

export type { RunEnd };
