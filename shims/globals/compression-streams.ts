/**
 * The globals `CompressionStream` and `DecompressionStream`.
 * https://nodejs.org/api/webstreams.html#class-compressionstream
 */
export { CompressionStream, DecompressionStream } from '../internal/web-streams/compression.ts';
