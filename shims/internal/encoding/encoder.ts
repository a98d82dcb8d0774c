import { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS } from '../errors.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from '../web-class.ts';
import { encodeUtf8, encodeUtf8Into } from './utf8.ts';

let checkEncoder: (value: unknown) => void;

/**
 * `TextEncoder`: always UTF-8.
 * Source: Encoding Standard, 7.5 Interface TextEncoder; https://nodejs.org/api/util.html#class-utiltextencoder
 */
export class TextEncoder {
  readonly #brand = true;

  /** `'utf-8'`. */
  get encoding(): string {
    checkEncoder(this);
    return 'utf-8';
  }

  /** The UTF-8 bytes of `input`; a lone surrogate becomes U+FFFD. */
  encode(input: string = ''): Uint8Array<ArrayBuffer> {
    checkEncoder(this);
    return encodeUtf8(`${input}`);
  }

  /** Encodes into `dest` what fits; says how many code units were read and bytes written. */
  encodeInto(src: string, dest: Uint8Array): { read: number; written: number } {
    checkEncoder(this);
    if (typeof src !== 'string') throw new ERR_INVALID_ARG_TYPE('src', 'string', src);
    if (!(dest instanceof Uint8Array)) throw new ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
    return encodeUtf8Into(src, dest);
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    checkEncoder(this);
    if (typeof depth === 'number' && depth < 0) return '[TextEncoder]';
    return inspect ? inspectAs('TextEncoder', { encoding: 'utf-8' }, depth, options, inspect) : 'TextEncoder';
  }

  static {
    checkEncoder = (value) => {
      if (typeof value !== 'object' || value === null || !(#brand in value)) throw new ERR_INVALID_THIS('TextEncoder');
    };
  }
}

webInterface(TextEncoder, 'encoding', 'encode', 'encodeInto');
