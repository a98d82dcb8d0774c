/**
 * The globals `TextEncoder` and `TextDecoder`.
 * https://nodejs.org/api/globals.html#textdecoder
 */
export { TextDecoder } from '../internal/encoding/decoder.ts';
export { TextEncoder } from '../internal/encoding/encoder.ts';
