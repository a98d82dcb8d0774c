/**
 * `ChildProcess`: one child, its streams and its events.
 *
 * https://nodejs.org/api/child_process.html#class-childprocess
 */
import { EventEmitter } from '../../events.ts';
import { channel } from '../diagnostics_channel/channel.ts';
import { errnoException, type SystemException } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validateArray, validateObject, validateOneOf, validateString } from '../validators.ts';
import type { UserOptions } from './arguments.ts';
import { type ChannelTarget, openChannel } from './channel.ts';
import { HostProcess } from './host-process.ts';
import { type ChildStream, deadPipe, isUsedAsStdio, lendToChild, openPipe } from './pipes.ts';
import { toSignalName } from './signals.ts';
import { getValidStdio, type StdioEntry, toWitStdio } from './stdio.ts';

/** What keeps a child from starting and is reported by the `error` event; anything else is thrown. */
const REPORTED = ['EACCES', 'EAGAIN', 'EMFILE', 'ENFILE', 'ENOENT', 'ERR_LIMIT_EXCEEDED'];

const created = /* @__PURE__ */ channel('child_process');

/** A child process of the host. */
export class ChildProcess extends EventEmitter {
  declare pid: number | undefined;
  declare spawnargs: unknown[];
  declare stdin: ChildStream | null | undefined;
  declare stdout: ChildStream | null | undefined;
  declare stderr: ChildStream | null | undefined;
  declare stdio: (ChildStream | null)[];
  /** The message channel; null once it is closed, undefined without one. */
  declare channel?: ChannelTarget['channel'];
  declare send?: ChannelTarget['send'];
  declare disconnect?: ChannelTarget['disconnect'];
  /** The `close` events that must come before the child's own: its exit and each stream's. */
  _closesNeeded = 1;
  _closesGot = 0;
  connected = false;
  signalCode: string | null = null;
  exitCode: number | null = null;
  killed = false;
  spawnfile: string | null = null;
  _handle: HostProcess | null = new HostProcess();

  constructor() {
    super();
    (this._handle as HostProcess).onexit = (exitCode, signalCode) => this.#onExit(exitCode, signalCode);
    if (created.hasSubscribers) created.publish({ process: this });
  }

  /**
   * Starts the child (`spawn()` calls it with checked options).
   *
   * @throws ERR_INVALID_ARG_TYPE, ERR_ACCESS_DENIED and system errors that are no `error` events
   */
  spawn(options: UserOptions): number {
    validateObject(options, 'options');
    const { stdio, ipcFd } = getValidStdio(options['stdio'] || 'pipe', false);
    options['stdio'] = stdio;
    const { serialization, envPairs, file, args } = options;
    validateOneOf(serialization, 'options.serialization', [undefined, 'json', 'advanced']);
    if (ipcFd !== undefined && envPairs !== undefined) validateArray(envPairs, 'options.envPairs');
    validateString(file, 'options.file');
    this.spawnfile = file as string;
    if (args !== undefined) validateArray(args, 'options.args');
    this.spawnargs = (args ?? []) as unknown[];

    const error = this.#start(options, stdio);
    if (error === undefined) {
      nextTick(() => this.emit('spawn'));
    } else if (REPORTED.includes(error.code as string)) {
      nextTick(() => this.#onExit(error.errno ?? -1, null, error));
      // Node has no descriptors for the streams then.
      if (error.code === 'EMFILE' || error.code === 'ENFILE') return error.errno as number;
    } else {
      this._handle?.close();
      this._handle = null;
      throw errnoException(error.errno as number, 'spawn');
    }
    this.pid = this._handle?.pid;
    this.#openStreams(stdio, error === undefined);
    if (ipcFd !== undefined) {
      openChannel(this, this._handle?.ends(ipcFd, { input: true, output: true }) ?? {}, serialization === 'advanced');
    }
    return error?.errno ?? 0;
  }

  #start(options: UserOptions, stdio: StdioEntry[]): SystemException | undefined {
    const { shell, uid, gid } = options;
    const [, flag, text] = this.spawnargs;
    // Unless someone changed the arguments on the way: then they are a program's like any other.
    const isLine = Boolean(shell) && this.spawnargs.length === 3 && flag === '-c';
    return (this._handle as HostProcess).spawn({
      file: this.spawnfile as string,
      args: this.spawnargs,
      line: isLine ? { text: String(text), shell: typeof shell === 'string' ? shell : undefined } : undefined,
      cwd: options['cwd'] as string | null | undefined,
      envPairs: options['envPairs'] as string[] | undefined,
      stdio: toWitStdio(stdio, 'spawn'),
      detached: Boolean(options['detached']),
      advancedSerialization: options['serialization'] === 'advanced',
      uid,
      gid,
    });
  }

  #openStreams(stdio: readonly StdioEntry[], started: boolean): void {
    this.stdio = stdio.map((entry, descriptor) => {
      if ('ipc' in entry) this._closesNeeded++;
      if (entry.type === 'wrap') lendToChild(entry.stream);
      if (!('readable' in entry)) return null;
      const stream = started ? openPipe(this._handle as HostProcess, descriptor) : deadPipe(descriptor);
      if (descriptor > 0) {
        this._closesNeeded++;
        stream.on('close', () => this._maybeClose());
      }
      return stream;
    });
    [this.stdin, this.stdout, this.stderr] = this.stdio;
  }

  #onExit(exitCode: number, signalCode: string | null, error?: SystemException): void {
    if (signalCode) this.signalCode = signalCode;
    else this.exitCode = exitCode;
    this.stdin?.destroy();
    this._handle?.close();
    this._handle = null;
    if (error !== undefined || exitCode < 0) this.emit('error', this.#spawnError(exitCode, error));
    else this.emit('exit', this.exitCode, this.signalCode);
    // One tick more, so that a listener of the exit can still choose how to read what is left.
    nextTick(() => this.#flushStdio());
    this._maybeClose();
  }

  /** Node's error of a failed start: `spawn git ENOENT`. */
  #spawnError(errno: number, error?: SystemException): Error {
    if (error?.code === 'ERR_LIMIT_EXCEEDED') return error;
    const file = this.spawnfile;
    const result = errnoException(errno, file ? `spawn ${file}` : 'spawn');
    if (file) result.path = file;
    return Object.assign(result, { spawnargs: this.spawnargs.slice(1) });
  }

  /** Reads what nobody reads, so that those streams end and close too. */
  #flushStdio(): void {
    for (const stream of this.stdio ?? []) {
      if (stream?.readable && !isUsedAsStdio(stream)) stream.resume();
    }
  }

  /** One more of the things has closed that come before the child's `close`. */
  _maybeClose(): void {
    if (++this._closesGot === this._closesNeeded) this.emit('close', this.exitCode, this.signalCode);
  }

  /**
   * Sends a signal: a name, a number, or 0 to ask whether the child runs.
   *
   * @throws ERR_UNKNOWN_SIGNAL
   */
  kill(signal?: string | number): boolean {
    const name = signal === 0 ? '0' : toSignalName(signal ?? 'SIGTERM');
    if (this._handle === null) return false;
    try {
      if (!this._handle.kill(name)) return false;
    } catch (error) {
      const { code } = error as SystemException;
      if (code === 'ESRCH') return false;
      if (code === 'EINVAL' || code === 'ENOSYS') throw error;
      this.emit('error', error);
      return false;
    }
    this.killed = true;
    return true;
  }

  /** Keeps the loop alive while the child runs (the default). */
  ref(): void {
    this._handle?.ref();
  }

  /** Lets the loop end while the child runs. */
  unref(): void {
    this._handle?.unref();
  }

  [Symbol.dispose](): void {
    if (!this.killed) this.kill();
  }
}
