/**
 * `execFile` and `exec`: a child whose output is collected.
 *
 * https://nodejs.org/api/child_process.html#child_processexecfilefile-args-options-callback
 */
import { Buffer } from '../buffer/buffer.ts';
import { errnoCode } from '../errno.ts';
import { ERR_CHILD_PROCESS_STDIO_MAXBUFFER, genericNodeError } from '../errors.ts';
import { type LoopHandle, setLoopTimer } from '../loop.ts';
import {
  type ExecFileArguments,
  normalizeExecArguments,
  normalizeExecFileArguments,
  type UserOptions,
} from './arguments.ts';
import type { ChildProcess } from './child-process.ts';
import type { ChildStream } from './pipes.ts';
import { spawn } from './spawn.ts';
import { normalizeKillSignal, validateMaxBuffer, validateTimeout } from './validation.ts';

/** The most bytes of one stream where the caller names no other number. */
export const MAX_BUFFER = 1024 * 1024;

/** Collects what one stream of a child gives, up to a number of bytes. */
class Output {
  readonly stream: ChildStream | null | undefined;
  readonly #encoding: BufferEncoding | null;
  readonly #chunks: (string | Uint8Array)[] = [];
  #length = 0;

  /** @param onTooMuch called when there are more than `maxBuffer` bytes; the first of them are kept */
  constructor(
    stream: ChildStream | null | undefined,
    encoding: BufferEncoding | null,
    maxBuffer: number,
    onTooMuch: () => void,
  ) {
    this.stream = stream;
    this.#encoding = encoding;
    if (!stream) return;
    if (encoding) stream.setEncoding(encoding);
    stream.on('data', (chunk: string | Uint8Array) => {
      if (maxBuffer === Number.POSITIVE_INFINITY) {
        this.#chunks.push(chunk);
        return;
      }
      const length = typeof chunk === 'string' ? byteLength(chunk, stream) : chunk.length;
      this.#length += length;
      if (this.#length <= maxBuffer) {
        this.#chunks.push(chunk);
      } else {
        this.#chunks.push(chunk.slice(0, maxBuffer - (this.#length - length)));
        onTooMuch();
      }
    });
  }

  /** What was collected, as text where an encoding was set by the options or on the stream. */
  value(): string | Buffer {
    if (this.#encoding || this.stream?.readableEncoding) return this.#chunks.join('');
    return Buffer.concat(this.#chunks as Uint8Array[]);
  }
}

function byteLength(chunk: string, stream: ChildStream): number {
  return Buffer.byteLength(chunk, stream.readableEncoding ?? 'utf8');
}

/** One run of `execFile`. */
class Execution {
  readonly child: ChildProcess;
  readonly #command: string;
  readonly #callback: ExecFileArguments['callback'];
  readonly #killSignal: string | undefined;
  readonly #stdout: Output;
  readonly #stderr: Output;
  #timer: LoopHandle | undefined;
  #error: unknown = null;
  #killed = false;
  #done = false;

  constructor(child: ChildProcess, command: string, options: UserOptions, callback: ExecFileArguments['callback']) {
    this.child = child;
    this.#command = command;
    this.#callback = callback;
    this.#killSignal = options['killSignal'] as string | undefined;
    const { encoding, timeout } = options;
    const maxBuffer = options['maxBuffer'] as number;
    const known = encoding !== 'buffer' && Buffer.isEncoding(encoding as string) ? (encoding as BufferEncoding) : null;
    if ((timeout as number) > 0) {
      this.#timer = setLoopTimer(() => {
        this.#timer = undefined;
        this.#kill();
      }, timeout as number);
    }
    this.#stdout = new Output(child.stdout, known, maxBuffer, () => this.#tooMuch('stdout'));
    this.#stderr = new Output(child.stderr, known, maxBuffer, () => this.#tooMuch('stderr'));
    child.on('close', (code: number | null, signal: string | null) => this.#finish(code, signal));
    child.on('error', (error: unknown) => {
      this.#error = error;
      this.#destroyStreams();
      this.#finish();
    });
  }

  #tooMuch(stream: 'stdout' | 'stderr'): void {
    this.#error = new ERR_CHILD_PROCESS_STDIO_MAXBUFFER(stream);
    this.#kill();
  }

  #destroyStreams(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  #kill(): void {
    this.#destroyStreams();
    this.#killed = true;
    try {
      this.child.kill(this.#killSignal);
    } catch (error) {
      this.#error = error;
      this.#finish();
    }
  }

  #finish(code?: number | null, signal?: string | null): void {
    if (this.#done) return;
    this.#done = true;
    this.#timer?.close();
    if (!this.#callback) return;
    const stdout = this.#stdout.value();
    const stderr = this.#stderr.value();
    if (!this.#error && code === 0 && signal === null) {
      this.#callback(null, stdout, stderr);
      return;
    }
    const error = (this.#error ||= genericNodeError(`Command failed: ${this.#command}\n${stderr}`, {
      code: typeof code === 'number' && code < 0 ? errnoCode(code) : code,
      killed: this.child.killed || this.#killed,
      signal,
    }));
    (error as { cmd: string }).cmd = this.#command;
    this.#callback(error, stdout, stderr);
  }
}

/**
 * Runs a file and gives its whole output to a callback.
 *
 * @param file the command
 * @param args its arguments (array), or the next parameter
 * @param options those of `spawn`, and `encoding`, `maxBuffer` (bytes), `timeout` (ms), or the next parameter
 * @param callback `(error, stdout, stderr)`
 * @throws as `spawn`
 */
export function execFile(file: unknown, args?: unknown, options?: unknown, callback?: unknown): ChildProcess {
  const normalized = normalizeExecFileArguments(file, args, options, callback);
  const given: UserOptions = {
    __proto__: null,
    encoding: 'utf8',
    timeout: 0,
    maxBuffer: MAX_BUFFER,
    killSignal: 'SIGTERM',
    cwd: null,
    env: null,
    shell: false,
    ...normalized.options,
  };
  validateTimeout(given['timeout']);
  validateMaxBuffer(given['maxBuffer']);
  given['killSignal'] = normalizeKillSignal(given['killSignal']);
  const child = spawn(file, normalized.args, {
    __proto__: null,
    cwd: given['cwd'],
    env: given['env'],
    gid: given['gid'],
    shell: given['shell'],
    signal: given['signal'],
    uid: given['uid'],
    windowsHide: Boolean(given['windowsHide']),
    windowsVerbatimArguments: Boolean(given['windowsVerbatimArguments']),
  });
  const command = [file, ...(normalized.args as unknown[])].join(' ');
  return new Execution(child, command, given, normalized.callback).child;
}

/**
 * Runs a command line in a shell and gives its whole output to a callback.
 *
 * @param command the line
 * @param options those of `execFile`; `shell` is the shell's path
 * @param callback `(error, stdout, stderr)`
 * @throws as `spawn`
 */
export function exec(command: unknown, options?: unknown, callback?: unknown): ChildProcess {
  const normalized = normalizeExecArguments(command, options, callback);
  return execFile(normalized.file, normalized.options, normalized.callback);
}

/** What `util.promisify` gives for `exec` and `execFile`: a promise of both outputs, with the child on it. */
export function promisified(
  run: (...args: unknown[]) => ChildProcess,
): (...args: unknown[]) => Promise<unknown> & { child: ChildProcess } {
  const result = (...args: unknown[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const child = run(...args, (error: object | null, stdout: unknown, stderr: unknown) => {
      if (error !== null) reject(Object.assign(error, { stdout, stderr }));
      else resolve({ stdout, stderr });
    });
    return Object.assign(promise, { child });
  };
  return Object.defineProperty(result, 'name', { value: run.name, configurable: true });
}
