/** The streams of a child: the guest's ends of the pipes between them. */
import type { InputStream, OutputStream } from 'zora:node/io@0.1.0';
import { errnoNumber } from '../errno.ts';
import { errnoException } from '../errors.ts';
import { Duplex } from '../streams/duplex.ts';
import { Readable } from '../streams/readable.ts';
import { WitSink } from '../streams/wit-sink.ts';
import { WitSource } from '../streams/wit-source.ts';
import { WitReadable, WitWritable } from '../streams/wit-streams.ts';
import { Writable } from '../streams/writable.ts';
import type { HostProcess } from './host-process.ts';

type Callback = (error?: Error | null) => void;

/** A stream of a child; Node has a socket there, whose one direction is closed for the first three. */
export type ChildStream = InstanceType<typeof Readable> & InstanceType<typeof Writable>;

/** The guest's ends of one descriptor. */
export interface HostEnds {
  input?: InputStream | undefined;
  output?: OutputStream | undefined;
}

/** What `stdio: [stream]` finds on a stream whose pipe another child can take over (`stream._handle`, as in Node). */
export class PipeHandle {
  readonly input: InputStream | undefined;
  readonly output: OutputStream | undefined;

  constructor({ input, output }: HostEnds) {
    this.input = input;
    this.output = output;
  }
}

class ChildReadable extends WitReadable {
  _handle: PipeHandle | null;

  constructor(input: InputStream) {
    super(input);
    this._handle = new PipeHandle({ input });
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this._handle = null;
    super._destroy(error, callback);
  }
}

class ChildWritable extends WitWritable {
  readonly readable = false;
  _handle: PipeHandle | null;

  constructor(output: OutputStream) {
    super(output);
    this._handle = new PipeHandle({ output });
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this._handle = null;
    super._destroy(error, callback);
  }
}

/** A descriptor above 2 carries bytes both ways. */
class ChildDuplex extends Duplex {
  readonly #source: WitSource;
  readonly #sink: WitSink;
  _handle: PipeHandle | null;

  constructor(input: InputStream, output: OutputStream) {
    super({ allowHalfOpen: false, decodeStrings: true });
    this._handle = new PipeHandle({ input, output });
    this.#sink = new WitSink(output);
    this.#source = new WitSource(input, {
      push: (chunk) => this.push(chunk),
      end: () => {
        this.push(null);
        if (this.readableLength === 0) this.read(0);
      },
      fail: (error) => this.destroy(error),
    });
  }

  override _read(): void {
    this.#source.start();
  }

  override _write(chunk: Uint8Array, _encoding: string, callback: Callback): void {
    this.#sink.write(chunk, callback);
  }

  override _final(callback: Callback): void {
    this.#sink.end(callback);
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this._handle = null;
    this.#source.close();
    this.#sink.close();
    callback(error);
  }

  /** Stops reading from the host, beside what `pause` does. */
  readStop(): void {
    this.#source.stop();
  }

  ref(): this {
    this.#source.ref();
    this.#sink.ref();
    return this;
  }

  unref(): this {
    this.#source.unref();
    this.#sink.unref();
    return this;
  }
}

/** The stream of a descriptor that is a pipe. */
export function openPipe(process: HostProcess, descriptor: number): ChildStream {
  const isInput = descriptor === 0;
  const { input, output } = process.ends(descriptor, { input: !isInput, output: isInput || descriptor > 2 });
  if (input !== undefined && output !== undefined) return new ChildDuplex(input, output) as unknown as ChildStream;
  if (input !== undefined) return new ChildReadable(input) as unknown as ChildStream;
  if (output !== undefined) return new ChildWritable(output) as unknown as ChildStream;
  return deadPipe(descriptor);
}

/** The stream of a pipe whose child did not start: nothing comes, and nothing can be written. */
export function deadPipe(descriptor: number): ChildStream {
  const write = (_chunk: unknown, _encoding: unknown, callback: Callback) => {
    callback(errnoException(errnoNumber('EPIPE') as number, 'write'));
  };
  function read(this: InstanceType<typeof Readable>): void {
    this.push(null);
  }
  if (descriptor === 0) return new Writable({ write }) as unknown as ChildStream;
  if (descriptor <= 2) return new Readable({ read }) as unknown as ChildStream;
  return new Duplex({ read, write, allowHalfOpen: false }) as unknown as ChildStream;
}

/** The state of a readable stream, as far as it is touched here. */
interface ReadableInternals {
  readableFlowing?: boolean | null;
  _readableState?: { ended: boolean; reading: boolean };
  pause?: () => void;
  readStop?: () => void;
}

/**
 * The host's streams behind a stream that the guest has, or behind its `handle`; undefined where there are none.
 * A stream that has ended has given them back.
 */
export function hostEnds(stream: unknown): HostEnds | undefined {
  if (typeof stream !== 'object' || stream === null) return undefined;
  const { handle, _handle } = stream as { handle?: unknown; _handle?: unknown };
  const found = [stream, handle, _handle].find((candidate) => candidate instanceof PipeHandle);
  if (found === undefined) return undefined;
  const ended = (stream as ReadableInternals)._readableState?.ended;
  return { input: ended ? undefined : found.input, output: found.output };
}

const usedAsStdio = new WeakSet<object>();

/** Whether a stream was given to a child as its `stdio`. */
export function isUsedAsStdio(stream: object): boolean {
  return usedAsStdio.has(stream);
}

/** Stops reading a stream that a child reads from now on; it can be resumed later. */
export function lendToChild(stream: object): void {
  const readable = stream as ReadableInternals;
  usedAsStdio.add(stream);
  if (readable._readableState === undefined || readable.pause === undefined) return;
  readable.readStop?.();
  readable.pause();
  readable.readableFlowing = false;
  readable._readableState.reading = false;
}
