/** The codecs of Brotli. @see https://nodejs.org/api/zlib.html#class-brotlioptions */
import type { Mode } from 'zora:node/zlib@0.1.0';
import { ERR_BROTLI_INVALID_PARAM } from '../errors.ts';
import { ZlibBase } from './base.ts';
import { MAX_BROTLI_PARAMETER } from './constants.ts';
import { dictionaryOf } from './dictionary.ts';
import { makeCodecClass } from './make-class.ts';
import { parametersOf } from './parameters.ts';
import type { FlushValues, ZlibOptions, ZlibStream } from './types.ts';

/** Process, finish, flush, and emit-metadata as the greatest. */
const OPERATIONS: FlushValues = { flush: 0, finishFlush: 2, fullFlush: 1, strongest: 3 };

function Brotli(this: ZlibStream, options: ZlibOptions | undefined, mode: Mode): void {
  const parameters = parametersOf(options, MAX_BROTLI_PARAMETER, ERR_BROTLI_INVALID_PARAM as never);
  const codecOptions = { parameters, dictionary: dictionaryOf(options?.dictionary), rejectGarbage: false };
  ZlibBase.call(this, options, { mode, codecOptions, values: OPERATIONS });
}
Object.setPrototypeOf(Brotli.prototype, ZlibBase.prototype);
Object.setPrototypeOf(Brotli, ZlibBase);

export const BrotliCompress = /* @__PURE__ */ makeCodecClass('BrotliCompress', Brotli, 'brotli-encode');
export const BrotliDecompress = /* @__PURE__ */ makeCodecClass('BrotliDecompress', Brotli, 'brotli-decode');
