import type { CodecOptions, Mode } from 'zora:node/zlib@0.1.0';
import { bytesOf } from '../bytes.ts';
import { encodeUtf8 } from '../encoding/utf8.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_TRAILING_JUNK_AFTER_STREAM_END } from '../errors.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from '../web-class.ts';
import { CodecHandle } from '../zlib/codec-handle.ts';
import type { ReadableStream } from './readable-stream.ts';
import { TransformStream, type TransformStreamDefaultController } from './transform-stream.ts';
import type { WritableStream } from './writable-stream.ts';

/** The formats of the Compression Standard, and Node's own. */
export type CompressionFormat = 'deflate' | 'deflate-raw' | 'gzip' | 'brotli';

const MODES: Readonly<Record<string, [compress: Mode, decompress: Mode]>> = {
  __proto__: null as never,
  deflate: ['deflate', 'inflate'],
  'deflate-raw': ['deflate-raw', 'inflate-raw'],
  gzip: ['gzip', 'gunzip'],
  brotli: ['brotli-encode', 'brotli-decode'],
};

/** Output of one step. */
const ROOM = 65536;

// What the libraries call "no flush" and "the end": zlib's Z_NO_FLUSH and Z_FINISH, Brotli's operations.
const PROCESS = 0;
const ZLIB_FINISH = 4;
const BROTLI_FINISH = 2;

function codecStream(format: unknown, direction: 0 | 1): TransformStream<Uint8Array, Uint8Array> {
  const mode = MODES[`${format}`]?.[direction];
  if (typeof format !== 'string' || mode === undefined) throw new ERR_INVALID_ARG_VALUE('format', format);
  const brotli = format === 'brotli';
  const zlib = brotli ? null : { windowBits: 15, level: -1, memoryLevel: 8, strategy: 0 };
  const options: CodecOptions = {
    zlib,
    parameters: [],
    pledgedSize: null,
    dictionary: null,
    rejectGarbage: direction === 1,
  };
  let codec: CodecHandle | undefined;

  const run = (input: Uint8Array, flush: number, controller: TransformStreamDefaultController) => {
    try {
      codec ??= new CodecHandle(mode, options);
      codec.begin(input, flush);
      for (let done = false; !done; ) {
        const output = codec.step(ROOM);
        done = output.done;
        if (output.bytes.length > 0) controller.enqueue(output.bytes.slice());
      }
      if (codec.left > 0) throw new ERR_TRAILING_JUNK_AFTER_STREAM_END();
    } catch (error) {
      codec?.close();
      throw asTypeError(error);
    }
  };
  return new TransformStream({
    transform: (chunk: unknown, controller: TransformStreamDefaultController) =>
      run(chunkBytes(chunk), PROCESS, controller),
    flush: (controller: TransformStreamDefaultController) => {
      run(new Uint8Array(0), brotli ? BROTLI_FINISH : ZLIB_FINISH, controller);
      codec?.close();
    },
    cancel: () => codec?.close(),
  });
}

function chunkBytes(chunk: unknown): Uint8Array {
  const bytes = typeof chunk === 'string' ? encodeUtf8(chunk) : bytesOf(chunk);
  if (!bytes)
    throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], chunk);
  return bytes;
}

/** The standard wants a TypeError; the library's code goes along. */
function asTypeError(error: unknown): unknown {
  if (error instanceof TypeError) return error;
  const { message, code, errno } = error as Error & { code?: string; errno?: number };
  return Object.assign(new TypeError(message, { cause: error }), { code, errno });
}

/** https://nodejs.org/api/webstreams.html#class-compressionstream */
export class CompressionStream {
  readonly #transform: TransformStream<Uint8Array, Uint8Array>;

  constructor(format: CompressionFormat) {
    this.#transform = codecStream(format, 0);
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.#transform.readable;
  }

  get writable(): WritableStream<Uint8Array> {
    return this.#transform.writable;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { readable, writable } = this;
    return inspectAs('CompressionStream', { readable, writable }, depth, options, inspect);
  }
}

/** https://nodejs.org/api/webstreams.html#class-decompressionstream */
export class DecompressionStream {
  readonly #transform: TransformStream<Uint8Array, Uint8Array>;

  constructor(format: CompressionFormat) {
    this.#transform = codecStream(format, 1);
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.#transform.readable;
  }

  get writable(): WritableStream<Uint8Array> {
    return this.#transform.writable;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { readable, writable } = this;
    return inspectAs('DecompressionStream', { readable, writable }, depth, options, inspect);
  }
}

webInterface(CompressionStream, 'readable', 'writable');
webInterface(DecompressionStream, 'readable', 'writable');
