/** The codecs of Zstandard. @see https://nodejs.org/api/zlib.html#class-zstdoptions */
import type { Mode } from 'zora:node/zlib@0.1.0';
import { ERR_ZSTD_INVALID_PARAM } from '../errors.ts';
import { validateNumber } from '../validators.ts';
import { ZlibBase } from './base.ts';
import { MAX_ZSTD_COMPRESS_PARAMETER, MAX_ZSTD_DECOMPRESS_PARAMETER } from './constants.ts';
import { dictionaryOf } from './dictionary.ts';
import { makeCodecClass } from './make-class.ts';
import { parametersOf } from './parameters.ts';
import type { FlushValues, ZlibOptions, ZlibStream } from './types.ts';

/** Continue, end, flush, and end as the greatest. */
const DIRECTIVES: FlushValues = { flush: 0, finishFlush: 2, fullFlush: 1, strongest: 2 };

function Zstd(this: ZlibStream, options: ZlibOptions | undefined, mode: Mode): void {
  const most = mode === 'zstd-compress' ? MAX_ZSTD_COMPRESS_PARAMETER : MAX_ZSTD_DECOMPRESS_PARAMETER;
  const parameters = parametersOf(options, most, ERR_ZSTD_INVALID_PARAM as never);
  const pledgedSize = options?.pledgedSrcSize;
  if (pledgedSize !== undefined) validateNumber(pledgedSize, 'options.pledgedSrcSize', 0);
  const codecOptions = {
    parameters,
    pledgedSize: pledgedSize ?? null,
    dictionary: dictionaryOf(options?.dictionary),
    rejectGarbage: false,
  };
  ZlibBase.call(this, options, { mode, codecOptions, values: DIRECTIVES });
}
Object.setPrototypeOf(Zstd.prototype, ZlibBase.prototype);
Object.setPrototypeOf(Zstd, ZlibBase);

export const ZstdCompress = /* @__PURE__ */ makeCodecClass('ZstdCompress', Zstd, 'zstd-compress');
export const ZstdDecompress = /* @__PURE__ */ makeCodecClass('ZstdDecompress', Zstd, 'zstd-decompress');
