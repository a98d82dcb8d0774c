import {
  ERR_ENCODING_INVALID_ENCODED_DATA,
  ERR_ENCODING_NOT_SUPPORTED,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_THIS,
} from '../errors.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from '../web-class.ts';
import { canonicalEncoding } from './labels.ts';
import { legacyCompleteLength } from './multibyte.ts';
import { decodeByHost, decodeUtf8, utf8CompleteLength } from './utf8.ts';
import { decodeUtf16, utf16CompleteLength } from './utf16.ts';

/** What `new TextDecoder` takes. */
export interface TextDecoderOptions {
  fatal?: boolean;
  ignoreBOM?: boolean;
}

let checkDecoder: (value: unknown) => void;

/**
 * `TextDecoder` for all encodings of the Encoding Standard.
 * Source: Encoding Standard, 7.2 Interface TextDecoder; https://nodejs.org/api/util.html#class-utiltextdecoder
 */
export class TextDecoder {
  readonly #encoding: string;
  readonly #fatal: boolean;
  readonly #ignoreBom: boolean;
  #held: Uint8Array | undefined;
  #started = false;

  /** Throws ERR_ENCODING_NOT_SUPPORTED (a RangeError) for an unknown label. */
  constructor(label: string = 'utf-8', options: TextDecoderOptions | null = {}) {
    const encoding = canonicalEncoding(`${label}`);
    if (encoding === undefined) throw new ERR_ENCODING_NOT_SUPPORTED(`${label}`);
    if (options !== null && typeof options !== 'object' && typeof options !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    this.#encoding = encoding;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBom = Boolean(options?.ignoreBOM);
  }

  /** The canonical name of the encoding, in lower case. */
  get encoding(): string {
    checkDecoder(this);
    return this.#encoding;
  }

  /** Whether malformed input throws. */
  get fatal(): boolean {
    checkDecoder(this);
    return this.#fatal;
  }

  /** Whether a byte order mark stays in the text. */
  get ignoreBOM(): boolean {
    checkDecoder(this);
    return this.#ignoreBom;
  }

  /** Decodes `input`; with `stream` a character cut at the end waits for the next call. Throws ERR_ENCODING_INVALID_ENCODED_DATA where `fatal`. */
  decode(input?: ArrayBufferView | ArrayBufferLike, options?: { stream?: boolean } | null): string {
    checkDecoder(this);
    const stream = Boolean(options?.stream);
    let bytes = input === undefined ? new Uint8Array(0) : bytesOf(input);
    if (this.#held) bytes = concat(this.#held, bytes);
    this.#held = undefined;
    if (stream) {
      const complete = completeLength(this.#encoding, bytes);
      if (complete < bytes.length) this.#held = bytes.slice(complete);
      bytes = bytes.subarray(0, complete);
    }
    const text = decodeAs(this.#encoding, bytes, this.#fatal);
    if (text === undefined) {
      this.#held = undefined;
      this.#started = false;
      throw new ERR_ENCODING_INVALID_ENCODED_DATA(this.#encoding, undefined);
    }
    const withMark =
      !this.#started && !this.#ignoreBom && text.charCodeAt(0) === 0xfeff && this.#encoding.startsWith('utf-');
    this.#started = stream && (this.#started || text !== '');
    return withMark ? text.slice(1) : text;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    checkDecoder(this);
    if (typeof depth === 'number' && depth < 0) return '[TextDecoder]';
    const fields = { encoding: this.#encoding, fatal: this.#fatal, ignoreBOM: this.#ignoreBom };
    return inspect ? inspectAs('TextDecoder', fields, depth, options, inspect) : 'TextDecoder';
  }

  static {
    checkDecoder = (value) => {
      if (typeof value !== 'object' || value === null || !(#encoding in value))
        throw new ERR_INVALID_THIS('TextDecoder');
    };
  }
}

function completeLength(encoding: string, bytes: Uint8Array): number {
  if (encoding === 'utf-8') return utf8CompleteLength(bytes);
  if (encoding.startsWith('utf-16')) return utf16CompleteLength(bytes, encoding === 'utf-16be');
  return legacyCompleteLength(encoding, bytes);
}

function decodeAs(encoding: string, bytes: Uint8Array, fatal: boolean): string | undefined {
  if (encoding === 'utf-8') return decodeUtf8(bytes, fatal);
  if (encoding.startsWith('utf-16')) return decodeUtf16(bytes, encoding === 'utf-16be', fatal);
  return decodeByHost(encoding, bytes, fatal, (block) => legacyCompleteLength(encoding, block));
}

/** The bytes of a buffer source. Throws ERR_INVALID_ARG_TYPE for anything else. */
function bytesOf(input: unknown): Uint8Array {
  if (ArrayBuffer.isView(input) && input.byteLength === 0) return new Uint8Array(0);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (input instanceof ArrayBuffer && input.detached) return new Uint8Array(0);
  if (isAnyBuffer(input)) return new Uint8Array(input);
  throw new ERR_INVALID_ARG_TYPE('list', ['ArrayBuffer', 'ArrayBufferView'], input);
}

function isAnyBuffer(value: unknown): value is ArrayBuffer {
  const tag = Object.prototype.toString.call(value);
  return tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]';
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

webInterface(TextDecoder, 'encoding', 'fatal', 'ignoreBOM', 'decode');
