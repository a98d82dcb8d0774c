/**
 * The globals `Blob` and `File`.
 * https://nodejs.org/api/buffer.html#class-blob
 */
export { Blob } from '../internal/blob/blob.ts';
export { File } from '../internal/blob/file.ts';
