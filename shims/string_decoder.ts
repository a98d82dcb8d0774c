/**
 * `node:string_decoder`.
 *
 * https://nodejs.org/api/string_decoder.html
 */
import { Buffer } from './internal/buffer/buffer.ts';
import { type Codec, codecOf } from './internal/buffer/encodings.ts';
import { kStringMaxLength } from './internal/buffer/limits.ts';
import {
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_THIS,
  ERR_STRING_TOO_LONG,
  ERR_UNKNOWN_ENCODING,
} from './internal/errors.ts';

interface State {
  codec: Codec;
  /** The bytes of a character that is not whole yet. */
  rest: Uint8Array;
}

const states = new WeakMap<object, State>();

function stateOf(decoder: object): State {
  const state = states.get(decoder);
  if (state === undefined) throw new ERR_INVALID_THIS('StringDecoder');
  return state;
}

/** The bytes that a UTF-8 character with this first byte takes, by the byte's form alone, as Node counts them. */
function utf8Length(first: number): number {
  return first >= 0xf8 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
}

/** How many bytes precede a character that is cut off at the end. */
function utf8Complete(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back] as number;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) return utf8Length(byte) > back ? length - back : length;
  }
  return length;
}

/** How many of `bytes` are whole characters. */
function completeLength(codec: Codec, bytes: Uint8Array, held: number): number {
  const { length } = bytes;
  switch (codec.name) {
    case 'utf8':
      return utf8Complete(bytes);
    case 'utf16le': {
      const even = length - (length % 2);
      const endsHigh = even > 0 && ((bytes[even - 1] as number) & 0xfc) === 0xd8;
      // A high surrogate waits for its partner. Where half a code unit follows in the same chunk, Node waits for that only.
      return endsHigh && (even === length || (length === 3 && held > 0)) ? even - 2 : even;
    }
    case 'base64':
    case 'base64url':
      return length - (length % 3);
    default:
      return length;
  }
}

/** The bytes that the character which begins with `rest` takes. */
function characterLength(codec: Codec, rest: Uint8Array): number {
  if (rest.length === 0) return 0;
  const first = rest[0] as number;
  if (codec.name === 'utf8') return utf8Length(first);
  if (codec.name === 'utf16le') return rest.length >= 2 ? 4 : 2;
  return 3;
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (!ArrayBuffer.isView(chunk)) throw new ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], chunk);
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Decodes a stream of bytes, holding back what is no whole character yet; callable without `new`, as in Node. */
export const StringDecoder = function StringDecoder(this: { encoding: string }, encoding?: string) {
  const codec = codecOf(encoding);
  if (codec === undefined) throw new ERR_UNKNOWN_ENCODING(encoding as string);
  this.encoding = codec.name;
  states.set(this, { codec, rest: new Uint8Array(0) });
} as unknown as typeof import('node:string_decoder').StringDecoder;

Object.assign(StringDecoder.prototype, {
  write(this: object, chunk: unknown): string {
    if (typeof chunk === 'string') return chunk;
    const input = bytesOf(chunk);
    const state = stateOf(this);
    const { codec } = state;
    const bytes = joined(state.rest, input);
    const end = completeLength(codec, bytes, state.rest.length);
    // Copied, because the chunk's memory is the writer's.
    state.rest = end === bytes.length ? bytes.subarray(end) : Uint8Array.from(bytes.subarray(end));
    if (end === 0) return '';
    if (end > kStringMaxLength) throw new ERR_STRING_TOO_LONG(kStringMaxLength);
    return codec.decode(end === bytes.length ? bytes : bytes.subarray(0, end));
  },

  end(this: { write(chunk: unknown): string }, chunk?: unknown): string {
    const text = chunk === undefined ? '' : this.write(chunk);
    const state = stateOf(this);
    const { codec, rest } = state;
    state.rest = rest.subarray(rest.length);
    return rest.length === 0 ? text : text + codec.decode(rest);
  },

  /** Not documented by Node, but used: decodes from `offset` on, forgetting what was held back. */
  text(this: { write(chunk: unknown): string }, chunk: Uint8Array, offset: number): string {
    const state = stateOf(this);
    state.rest = state.rest.subarray(state.rest.length);
    return this.write(chunk.subarray(offset));
  },
});
Object.defineProperties(StringDecoder.prototype, {
  lastChar: {
    configurable: true,
    enumerable: true,
    get(this: object) {
      const last = Buffer.alloc(4);
      last.set(stateOf(this).rest);
      return last;
    },
  },
  lastNeed: {
    configurable: true,
    enumerable: true,
    get(this: object) {
      const { codec, rest } = stateOf(this);
      return characterLength(codec, rest) - rest.length;
    },
  },
  lastTotal: {
    configurable: true,
    enumerable: true,
    get(this: object) {
      const { codec, rest } = stateOf(this);
      return characterLength(codec, rest);
    },
  },
});

export default { StringDecoder };
