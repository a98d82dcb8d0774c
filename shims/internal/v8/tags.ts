/**
 * The serialization format of V8 (version 15), as `node:v8` and the message channel of child processes use it.
 *
 * https://nodejs.org/api/v8.html#serialization-api
 */

/** The version that is written. Older ones are read from 13 on, where the format of what is supported here is the same. */
export const VERSION = 15;
export const OLDEST_VERSION = 13;

/** The byte before a value. */
export const Tag = {
  version: 0xff,
  padding: 0,
  hole: 0x2d, // -
  undefined: 0x5f, // _
  null: 0x30, // 0
  true: 0x54, // T
  false: 0x46, // F
  int32: 0x49, // I
  uint32: 0x55, // U
  double: 0x4e, // N
  bigint: 0x5a, // Z
  utf8: 0x53, // S
  latin1: 0x22, // "
  utf16: 0x63, // c
  reference: 0x5e, // ^
  object: 0x6f, // o
  objectEnd: 0x7b, // {
  sparseArray: 0x61, // a
  sparseArrayEnd: 0x40, // @
  denseArray: 0x41, // A
  denseArrayEnd: 0x24, // $
  date: 0x44, // D
  trueObject: 0x79, // y
  falseObject: 0x78, // x
  numberObject: 0x6e, // n
  bigintObject: 0x7a, // z
  stringObject: 0x73, // s
  regexp: 0x52, // R
  map: 0x3b, // ;
  mapEnd: 0x3a, // :
  set: 0x27, // '
  setEnd: 0x2c, // ,
  arrayBuffer: 0x42, // B
  resizableArrayBuffer: 0x7e, // ~
  transferredArrayBuffer: 0x74, // t
  arrayBufferView: 0x56, // V
  hostObject: 0x5c, // \
  error: 0x72, // r
} as const;

/** The parts of an error. */
export const ErrorTag = {
  EvalError: 0x45, // E
  RangeError: 0x52, // R
  ReferenceError: 0x46, // F
  SyntaxError: 0x53, // S
  TypeError: 0x54, // T
  URIError: 0x55, // U
  message: 0x6d, // m
  cause: 0x63, // c
  stack: 0x73, // s
  end: 0x2e, // .
} as const;

/** The errors that keep their class; all others become an `Error`. */
export const ERROR_CLASSES = [
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
] as const;

/** The flags of a regular expression, each the bit of its place. The sixth is V8's own. */
export const REGEXP_FLAGS = 'gimyus?dv';

/** The views that V8 knows by a letter. */
export const VIEW_TAGS: Readonly<Record<string, string>> = {
  Int8Array: 'b',
  Uint8Array: 'B',
  Uint8ClampedArray: 'C',
  Int16Array: 'w',
  Uint16Array: 'W',
  Int32Array: 'd',
  Uint32Array: 'D',
  Float16Array: 'h',
  Float32Array: 'f',
  Float64Array: 'F',
  BigInt64Array: 'q',
  BigUint64Array: 'Q',
  DataView: '?',
};

/** `A` of `[object A]`: what a value is, whatever its prototype says. */
export function classOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
