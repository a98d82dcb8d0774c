import type { Mode } from 'zora:node/zlib@0.1.0';
import { emitWarning } from '../process/emit-warning.ts';
import type { ZlibOptions, ZlibStream } from './types.ts';

/** A class of streams that may be called without `new`. */
export interface CodecClass {
  new (options?: ZlibOptions): ZlibStream;
  (options?: ZlibOptions): ZlibStream;
  readonly prototype: ZlibStream;
}

type Family = (this: ZlibStream, options: ZlibOptions | undefined, mode: Mode) => void;

const warned = new Set<string>();

/**
 * Makes the class of one codec.
 * @param name its name
 * @param family the constructor that it extends
 * @param mode what the host is asked for
 * @param prepare changes the options before anything else
 */
export function makeCodecClass(
  name: string,
  family: Family,
  mode: Mode,
  prepare?: (options: ZlibOptions | undefined) => void,
): CodecClass {
  function CodecStream(this: unknown, options?: ZlibOptions): unknown {
    prepare?.(options);
    if (!(this instanceof CodecStream)) return withoutNew(name, CodecStream as never, options);
    family.call(this as ZlibStream, options, mode);
    return undefined;
  }
  Object.defineProperty(CodecStream, 'name', { value: name, configurable: true });
  Object.setPrototypeOf(CodecStream.prototype, family.prototype as object);
  Object.setPrototypeOf(CodecStream, family);
  return CodecStream as unknown as CodecClass;
}

function withoutNew(name: string, codec: CodecClass, options?: ZlibOptions): ZlibStream {
  if (!warned.has(name)) {
    warned.add(name);
    const message = `Instantiating ${name} without the 'new' keyword has been deprecated.`;
    emitWarning(message, 'DeprecationWarning', 'DEP0184', codec);
  }
  return new codec(options);
}
