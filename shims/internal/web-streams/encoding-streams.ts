import { TextDecoder, type TextDecoderOptions } from '../encoding/decoder.ts';
import { encodeUtf8 } from '../encoding/utf8.ts';
import { ERR_INVALID_THIS } from '../errors.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from '../web-class.ts';
import type { ReadableStream } from './readable-stream.ts';
import { TransformStream, type TransformStreamDefaultController } from './transform-stream.ts';
import type { WritableStream } from './writable-stream.ts';

let encoderTransform: (stream: unknown) => TransformStream<string, Uint8Array>;

/**
 * https://nodejs.org/api/webstreams.html#class-textencoderstream
 * Source: Encoding Standard, 7.8 Interface TextEncoderStream.
 */
export class TextEncoderStream {
  /** A high surrogate at the end of the last chunk. */
  #lead = '';
  readonly #transform = new TransformStream<string, Uint8Array>({
    transform: (chunk: unknown, controller: TransformStreamDefaultController) => {
      const text = `${this.#lead}${chunk}`;
      const last = text.charCodeAt(text.length - 1);
      this.#lead = last >= 0xd800 && last < 0xdc00 ? text.slice(-1) : '';
      const whole = this.#lead === '' ? text : text.slice(0, -1);
      if (whole !== '') controller.enqueue(encodeUtf8(whole));
    },
    flush: (controller: TransformStreamDefaultController) => {
      if (this.#lead !== '') controller.enqueue(encodeUtf8(this.#lead));
    },
  });

  get encoding(): string {
    encoderTransform(this);
    return 'utf-8';
  }

  get readable(): ReadableStream<Uint8Array> {
    return encoderTransform(this).readable;
  }

  get writable(): WritableStream<string> {
    return encoderTransform(this).writable;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { readable, writable } = encoderTransform(this);
    return inspectAs('TextEncoderStream', { encoding: 'utf-8', readable, writable }, depth, options, inspect);
  }

  static {
    encoderTransform = (stream) => {
      if (typeof stream !== 'object' || stream === null || !(#transform in stream))
        throw new ERR_INVALID_THIS('TextEncoderStream');
      return stream.#transform;
    };
  }
}

/**
 * https://nodejs.org/api/webstreams.html#class-textdecoderstream
 * Source: Encoding Standard, 7.6 Interface TextDecoderStream.
 */
export class TextDecoderStream {
  readonly #decoder: TextDecoder;
  readonly #transform: TransformStream<BufferSource, string>;

  constructor(encoding: string = 'utf-8', options: TextDecoderOptions = {}) {
    const decoder = new TextDecoder(encoding, options);
    this.#decoder = decoder;
    this.#transform = new TransformStream({
      transform: (chunk: ArrayBufferView, controller: TransformStreamDefaultController) => {
        if (chunk === undefined) throw new TypeError('The chunk must be a BufferSource');
        const text = decoder.decode(chunk, { stream: true });
        if (text !== '') controller.enqueue(text);
      },
      flush: (controller: TransformStreamDefaultController) => {
        const text = decoder.decode();
        if (text !== '') controller.enqueue(text);
      },
    });
  }

  get encoding(): string {
    return decoderOf(this, (stream) => stream.#decoder).encoding;
  }

  get fatal(): boolean {
    return decoderOf(this, (stream) => stream.#decoder).fatal;
  }

  get ignoreBOM(): boolean {
    return decoderOf(this, (stream) => stream.#decoder).ignoreBOM;
  }

  get readable(): ReadableStream<string> {
    return decoderOf(this, (stream) => stream.#transform).readable;
  }

  get writable(): WritableStream<BufferSource> {
    return decoderOf(this, (stream) => stream.#transform).writable;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { encoding, fatal, ignoreBOM } = decoderOf(this, (stream) => stream.#decoder);
    const { readable, writable } = this;
    return inspectAs('TextDecoderStream', { encoding, fatal, ignoreBOM, readable, writable }, depth, options, inspect);
  }
}

type BufferSource = ArrayBufferView | ArrayBuffer;

function decoderOf<Part>(stream: TextDecoderStream, part: (stream: TextDecoderStream) => Part): Part {
  try {
    return part(stream);
  } catch {
    throw new ERR_INVALID_THIS('TextDecoderStream');
  }
}

webInterface(TextEncoderStream, 'encoding', 'readable', 'writable');
webInterface(TextDecoderStream, 'encoding', 'fatal', 'ignoreBOM', 'readable', 'writable');
