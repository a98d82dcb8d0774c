/**
 * The globals of the Web Streams API.
 * https://nodejs.org/api/webstreams.html
 */
export { TextDecoderStream, TextEncoderStream } from '../internal/web-streams/encoding-streams.ts';
export {
  ReadableByteStreamController,
  ReadableStreamBYOBRequest,
} from '../internal/web-streams/readable-byte-facade.ts';
export { ReadableStreamDefaultController } from '../internal/web-streams/readable-default.ts';
export { ReadableStream } from '../internal/web-streams/readable-stream.ts';
export { ReadableStreamBYOBReader, ReadableStreamDefaultReader } from '../internal/web-streams/readers.ts';
export { ByteLengthQueuingStrategy, CountQueuingStrategy } from '../internal/web-streams/strategies.ts';
export { TransformStream, TransformStreamDefaultController } from '../internal/web-streams/transform-stream.ts';
export {
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
} from '../internal/web-streams/writable-stream.ts';
