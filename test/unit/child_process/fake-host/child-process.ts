/** `zora:node/child-process` over Node's own, for unit tests: every command is allowed except `forbidden`. */
import {
  type ChildProcess,
  spawn as nativeSpawn,
  spawnSync as nativeSpawnSync,
  type StdioOptions,
} from 'node:child_process';
import { Socket } from 'node:net';
import type { Duplex, Readable, Writable } from 'node:stream';
import type * as wit from '../../../../host-bridge/wit/zora-node-child-process.d.ts';
import { type Pollable, Source } from './reactor.ts';
import { InputStream, OutputStream, witError } from './streams.ts';

function denied(resource: string): Error {
  return witError({ tag: 'denied', val: { permission: 'child-process', resource } });
}

function systemError(error: NodeJS.ErrnoException): object {
  const { code, errno, message } = error;
  return { tag: 'system', val: { code, errno, syscall: 'spawn', message, path: null } };
}

type Command = wit.Command;
type SpawnOptions = wit.SpawnOptions;

function toNative(command: Command, options: SpawnOptions) {
  const file = command.tag === 'program' ? command.val.file : command.val.line;
  if (file.startsWith('forbidden')) throw denied(file);
  const stdio = options.stdio.map((item, index) => {
    if (item.tag === 'reader') return (item.val as unknown as InputStream).readable;
    if (item.tag === 'writer') return (item.val as unknown as OutputStream).writable;
    return item.tag === 'ipc' || item.tag === 'pipe'
      ? 'pipe'
      : item.tag === 'ignore'
        ? 'ignore'
        : Math.min(item.val, index);
  });
  const channel = options.stdio.findIndex((item) => item.tag === 'ipc');
  const env = options.env ? Object.fromEntries(options.env) : { ...process.env };
  if (channel !== -1) {
    env['NODE_CHANNEL_FD'] = String(channel);
    env['NODE_CHANNEL_SERIALIZATION_MODE'] = options.advancedSerialization ? 'advanced' : 'json';
  }
  return {
    file,
    args: command.tag === 'program' ? command.val.args : [],
    options: {
      stdio: stdio as StdioOptions,
      env,
      detached: options.detached,
      ...(options.cwd ? { cwd: options.cwd } : {}),
      ...(options.argv0 ? { argv0: options.argv0 } : {}),
      ...(command.tag === 'line' ? { shell: command.val.shell ?? true } : {}),
    },
  };
}

class Child {
  readonly #child: ChildProcess;
  readonly #exit = new Source(() => this.#status !== null);
  #status: { code: number | null; signal: string | null } | null = null;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on('error', () => {});
    child.on('exit', (code, signal) => {
      this.#status = { code, signal };
      this.#exit.changed();
    });
  }
  pid(): number {
    return this.#child.pid as number;
  }
  input(descriptor: number): InputStream | null {
    const stream = descriptor === 0 ? this.#firstAsReadable() : this.#child.stdio[descriptor];
    return stream ? new InputStream(stream as Readable) : null;
  }
  /** Node's stream of descriptor 0 is only written; a message channel there is read too. */
  #firstAsReadable(): Socket | null {
    const stream = this.#child.stdin as (Writable & { _handle: unknown }) | null;
    return stream && new Socket({ handle: stream._handle, readable: true, writable: true } as never);
  }
  output(descriptor: number): OutputStream | null {
    const stream = this.#child.stdio[descriptor];
    return stream ? new OutputStream(stream as Writable | Duplex) : null;
  }
  kill(signal: string): boolean {
    return this.#child.kill(signal === '0' ? 0 : (signal as NodeJS.Signals));
  }
  exitStatus() {
    if (this.#status === null) this.#exit.rearm();
    return this.#status;
  }
  subscribe(): Pollable {
    return this.#exit.subscribe();
  }
  [Symbol.dispose](): void {}
}

/** Node starts a child or says at once why not, but tells by an event. */
export function spawn(command: Command, spawnOptions: SpawnOptions): Child {
  const { file, args, options } = toNative(command, spawnOptions);
  const probe = nativeSpawn(file, args, options);
  if (probe.pid !== undefined) return new Child(probe);
  probe.on('error', () => {});
  const { error } = nativeSpawnSync(file, args, { ...options, stdio: 'ignore' });
  throw witError(systemError(error as NodeJS.ErrnoException));
}

export function spawnSync(command: Command, spawnOptions: SpawnOptions, input: Uint8Array, maxBuffer: number | null) {
  const { file, args, options } = toNative(command, spawnOptions);
  const result = nativeSpawnSync(file, args, {
    ...options,
    input,
    maxBuffer: maxBuffer ?? Number.POSITIVE_INFINITY,
    ...(spawnOptions.timeoutMs ? { timeout: spawnOptions.timeoutMs } : {}),
    killSignal: spawnOptions.killSignal as NodeJS.Signals,
  });
  return {
    pid: result.pid,
    status: { code: result.status, signal: result.signal },
    output: result.output ?? [],
    error: result.error ? systemError(result.error) : null,
  };
}
