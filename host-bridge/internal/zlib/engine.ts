/**
 * One step at a time through Node's own codecs.
 *
 * Node's public streams hand a whole chunk to the thread pool and push all that comes of it; the synchronous functions
 * take and give everything at once. Neither lets the guest pull a bounded amount. What they are both made of does: the
 * stream's `_handle`, whose `writeSync` takes a slice of input and fills a slice of output. Packages have relied on it
 * for a decade (minizlib under npm); its shape is checked when a codec is made.
 */
import * as zlib from 'node:zlib';
import { Unsupported } from '../../capability/denial.ts';
import type { CodecError, CodecOptions, Mode } from '../../wit/zora-node-zlib.d.ts';

/** What Node's handle of a codec offers. */
interface NativeHandle {
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
  params?(level: number, strategy: number): void;
  reset(): void;
  close(): void;
  onerror: (message: string, errno: number, code: string) => void;
}

interface NativeStream {
  readonly _handle: unknown;
  /** After a step: output bytes that stayed free, input bytes that were not taken. */
  readonly _writeState: unknown;
  destroy(): unknown;
}

/** The library's error, before it is put in a WIT error. */
export class CodecFailure extends Error {
  override readonly name = 'CodecFailure';
  readonly error: CodecError;

  constructor(error: CodecError) {
    super(error.message);
    this.error = error;
  }
}

const CREATE: Record<Mode, (options: object) => unknown> = {
  deflate: zlib.createDeflate,
  inflate: zlib.createInflate,
  gzip: zlib.createGzip,
  gunzip: zlib.createGunzip,
  'deflate-raw': zlib.createDeflateRaw,
  'inflate-raw': zlib.createInflateRaw,
  unzip: zlib.createUnzip,
  'brotli-encode': zlib.createBrotliCompress,
  'brotli-decode': zlib.createBrotliDecompress,
  'zstd-compress': zlib.createZstdCompress,
  'zstd-decompress': zlib.createZstdDecompress,
};

/** The smallest that Node lets a stream have; its own output buffer is not used here. */
const SMALLEST_CHUNK = 64;

function streamOptions(options: CodecOptions): object {
  const { zlib: parameters, dictionary, pledgedSize, rejectGarbage } = options;
  return {
    chunkSize: SMALLEST_CHUNK,
    ...(parameters && {
      windowBits: parameters.windowBits,
      level: parameters.level,
      memLevel: parameters.memoryLevel,
      strategy: parameters.strategy,
    }),
    ...(options.parameters.length > 0 && {
      params: Object.fromEntries(options.parameters.map(([key, value]) => [key, value >>> 0])),
    }),
    ...(dictionary && { dictionary }),
    ...(pledgedSize !== undefined && { pledgedSrcSize: pledgedSize }),
    ...(rejectGarbage && { rejectGarbageAfterEnd: true }),
  };
}

/** A codec of the host. */
export class Engine {
  readonly #stream: NativeStream;
  readonly #handle: NativeHandle;
  readonly #state: Uint32Array;
  readonly #mode: Mode;
  #failure: CodecFailure | undefined;

  /** @throws what Node throws for parameters that the library cannot work with */
  constructor(mode: Mode, options: CodecOptions) {
    const stream = CREATE[mode](streamOptions(options)) as NativeStream;
    const { _handle: handle, _writeState: state } = stream;
    if (!isNativeHandle(handle) || !(state instanceof Uint32Array)) {
      throw new Unsupported('node:zlib (this version of Node has no synchronous codec handle)');
    }
    handle.onerror = (message, errno, code) => {
      this.#failure = new CodecFailure({ message, errno, code });
    };
    this.#mode = mode;
    this.#stream = stream;
    this.#handle = handle;
    this.#state = state;
  }

  /** The greatest flush value or operation that the library knows. */
  get strongestFlush(): number {
    if (this.#mode.startsWith('brotli')) return zlib.constants.BROTLI_OPERATION_EMIT_METADATA;
    return this.#mode.startsWith('zstd') ? zlib.constants.ZSTD_e_end : zlib.constants.Z_BLOCK;
  }

  /**
   * Fills `output` as far as `input` lets it.
   * @returns bytes written, and bytes of the input that were left
   * @throws CodecFailure
   */
  step(flush: number, input: Uint8Array, output: Uint8Array): { written: number; unread: number } {
    this.#handle.writeSync(flush, input, 0, input.length, output, 0, output.length);
    this.#throwFailure();
    return { written: output.length - this.#state[0]!, unread: this.#state[1]! };
  }

  /** Does nothing where the codec has no level. @throws CodecFailure */
  params(level: number, strategy: number): void {
    if (!/^(deflate|gzip)/.test(this.#mode)) return;
    this.#handle.params?.(level, strategy);
    this.#throwFailure();
  }

  /** @throws CodecFailure */
  reset(): void {
    this.#handle.reset();
    this.#throwFailure();
  }

  /** Gives back the library's memory. */
  close(): void {
    this.#stream.destroy();
  }

  #throwFailure(): void {
    const failure = this.#failure;
    if (failure === undefined) return;
    this.#failure = undefined;
    throw failure;
  }
}

function isNativeHandle(handle: unknown): handle is NativeHandle {
  if (typeof handle !== 'object' || handle === null) return false;
  return ['writeSync', 'reset', 'close'].every((name) => typeof Reflect.get(handle, name) === 'function');
}
