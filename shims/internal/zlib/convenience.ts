/** The functions that take a whole buffer: with a callback, and synchronous. */
import { Buffer } from '../buffer/buffer.ts';
import { bytesOf } from '../bytes.ts';
import { ERR_BUFFER_TOO_LARGE, ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateFunction } from '../validators.ts';
import type { CodecClass } from './make-class.ts';
import { runSync } from './run-sync.ts';
import type { AnyCallback, ZlibOptions, ZlibStream } from './types.ts';

type Result = Buffer | { buffer: Buffer; engine: ZlibStream };
type ResultCallback = (error: Error | null, result?: Result) => void;

const withInfo = (stream: ZlibStream, buffer: Buffer): Result => (stream._info ? { buffer, engine: stream } : buffer);

function collect(stream: ZlibStream, data: unknown, callback: ResultCallback): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let over = false;
  const finish = (error: Error | null, result?: Result): void => {
    if (over) return;
    over = true;
    if (error) callback(error);
    else callback(null, result);
  };
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= stream._maxOutputLength) return;
    stream.destroy();
    finish(new ERR_BUFFER_TOO_LARGE(stream._maxOutputLength));
  });
  stream.on('error', (error) => finish(error));
  stream.on('end', () => {
    const buffer = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length);
    stream.destroy();
    finish(null, withInfo(stream, buffer));
  });
  stream.end(typeof data === 'string' ? data : (bytesOf(data) ?? data));
}

/** The function with a callback. */
export function convenience(name: string, codec: CodecClass) {
  const method = (buffer: unknown, options?: unknown, callback?: AnyCallback): void => {
    if (typeof options === 'function') {
      callback = options as AnyCallback;
      options = {};
    }
    const stream = new codec(options as ZlibOptions);
    validateFunction(callback, 'callback');
    collect(stream, buffer, callback as ResultCallback);
  };
  return Object.defineProperty(method, 'name', { value: name, configurable: true });
}

/** The synchronous function. */
export function convenienceSync(name: string, codec: CodecClass) {
  const method = (data: unknown, options?: ZlibOptions): Result => {
    const stream = new codec(options);
    const bytes = typeof data === 'string' ? Buffer.from(data) : bytesOf(data);
    if (bytes === undefined) {
      throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], data);
    }
    return withInfo(stream, runSync(stream, bytes, stream._finishFlushFlag));
  };
  return Object.defineProperty(method, 'name', { value: name, configurable: true });
}

/** `createDeflate` and the like. */
export function creator(name: string, codec: CodecClass) {
  const method = (options?: ZlibOptions): ZlibStream => new codec(options);
  return Object.defineProperty(method, 'name', { value: name, configurable: true });
}
