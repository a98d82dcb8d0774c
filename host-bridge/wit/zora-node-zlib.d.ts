// Generated from wit/ by `npm run wit`. Do not edit.
/** @module Interface zora:node/zlib@0.1.0 **/
/**
 * The CRC-32 of `data`, going on from that of the data before it (0 at first). Both are numbers of 32 bits without a sign; the
 * guest's engine cuts a `u32` argument off at 2^31 - 1.
 */
export function crc32(data: Uint8Array, value: number): number;
export type Error = import('./zora-node-errors.js').Error;
/**
 * What a codec does.
 * # Variants
 *
 * ## `"deflate"`
 *
 * Compresses to the zlib format.
 * ## `"inflate"`
 *
 * Decompresses it.
 * ## `"gzip"`
 *
 * Compresses to the gzip format.
 * ## `"gunzip"`
 *
 * Decompresses it, one member after the other.
 * ## `"deflate-raw"`
 *
 * Compresses without header and trailer.
 * ## `"inflate-raw"`
 *
 * Decompresses that.
 * ## `"unzip"`
 *
 * Decompresses gzip or zlib, by the header.
 * ## `"brotli-encode"`
 *
 * Compresses with Brotli.
 * ## `"brotli-decode"`
 *
 * Decompresses Brotli.
 * ## `"zstd-compress"`
 *
 * Compresses with Zstandard.
 * ## `"zstd-decompress"`
 *
 * Decompresses Zstandard.
 */
export type Mode = 'deflate' | 'inflate' | 'gzip' | 'gunzip' | 'deflate-raw' | 'inflate-raw' | 'unzip' | 'brotli-encode' | 'brotli-decode' | 'zstd-compress' | 'zstd-decompress';
/**
 * The parameters of zlib's own formats, in zlib's numbers.
 */
export interface ZlibParameters {
  /**
   * The logarithm of the window's size, 8 to 15; 0 takes it from the header.
   */
  windowBits: number,
  /**
   * The compression level, -1 to 9.
   */
  level: number,
  /**
   * Memory for the compressor's state, 1 to 9.
   */
  memoryLevel: number,
  /**
   * The strategy, 0 to 4.
   */
  strategy: number,
}
/**
 * What a codec is made with.
 */
export interface CodecOptions {
  /**
   * For zlib's formats.
   */
  zlib?: ZlibParameters | undefined,
  /**
   * For Brotli and Zstandard: parameter and value, in their numbers. The libraries' 32 bits have no sign where they want none.
   */
  parameters: Array<[number, number]>,
  /**
   * For Zstandard: the size of the whole input where it is known.
   */
  pledgedSize?: number | undefined,
  /**
   * A preset dictionary, at most 16 MiB.
   */
  dictionary?: Uint8Array | undefined,
  /**
   * Data behind the end is an error and is not looked at as another member.
   */
  rejectGarbage: boolean,
}
/**
 * The library's error.
 */
export interface CodecError {
  /**
   * Its words.
   */
  message: string,
  /**
   * Its number.
   */
  errno: number,
  /**
   * The number's name, such as `Z_DATA_ERROR`.
   */
  code: string,
}
/**
 * Why a codec did not do what it was asked.
 */
export type Failure = FailureCodec | FailureHost;
/**
 * The library says no: bad data, or parameters that it cannot work with.
 */
export interface FailureCodec {
  tag: 'codec',
  val: CodecError,
}
/**
 * The host says no: a limit, or the time is over.
 */
export interface FailureHost {
  tag: 'host',
  val: Error,
}
/**
 * What one step gave.
 */
export interface Step {
  /**
   * The output; as long as `room` when there is more to come.
   */
  output: Uint8Array,
  /**
   * Bytes of the input that have not been taken yet; the codec keeps them for `proceed`.
   */
  unread: number,
}

export class Codec {
  /**
  * Makes one.
  */
  static open(mode: Mode, options: CodecOptions): Codec;
  /**
  * Takes `input` (at most 16 MiB) and gives at most `room` bytes (at most 1 MiB) of output. `flush` is the library's flush value or operation.
  * Input that an earlier step left unread is forgotten.
  */
  transform(input: Uint8Array, flush: number, room: number): Step;
  /**
  * Goes on with the input that is still unread.
  */
  proceed(flush: number, room: number): Step;
  /**
  * Changes level and strategy (deflate, gzip and raw deflate; nothing for others).
  */
  params(level: number, strategy: number): void;
  /**
  * Forgets all data; the parameters stay.
  */
  reset(): void;
}
