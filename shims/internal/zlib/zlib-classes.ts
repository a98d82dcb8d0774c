/** The codecs of zlib itself: deflate, gzip and raw deflate, both ways. @see https://nodejs.org/api/zlib.html#class-options */
import type { Mode } from 'zora:node/zlib@0.1.0';
import { nextTick } from '../loop.ts';
import { checkRangesOrGetDefault } from '../validators.ts';
import { ZlibBase } from './base.ts';
import { Z_BLOCK, Z_FINISH, Z_FULL_FLUSH, Z_NO_FLUSH, Z_SYNC_FLUSH } from './constants.ts';
import { dictionaryOf } from './dictionary.ts';
import { makeCodecClass } from './make-class.ts';
import type { AnyCallback, FlushValues, ZlibOptions, ZlibStream } from './types.ts';

const FLUSH_VALUES: FlushValues = {
  flush: Z_NO_FLUSH,
  finishFlush: Z_FINISH,
  fullFlush: Z_FULL_FLUSH,
  strongest: Z_BLOCK,
};

const DEFAULT_LEVEL = -1;
const DEFAULT_STRATEGY = 0;
const FIXED = 4;

function windowBitsOf(options: ZlibOptions, mode: Mode): number {
  const { windowBits } = options;
  // Zero, for decompressing, is what the header says.
  const byHeader = mode === 'inflate' || mode === 'gunzip' || mode === 'unzip';
  if (byHeader && (windowBits == null || windowBits === 0)) return 0;
  return checkRangesOrGetDefault(windowBits, 'options.windowBits', mode === 'gzip' ? 9 : 8, 15, 15);
}

/** Sets up a stream of this family. */
export function Zlib(this: ZlibStream, options: ZlibOptions | undefined, mode: Mode): void {
  const given = options || {};
  const windowBits = windowBitsOf(given, mode);
  const level = checkRangesOrGetDefault(given.level, 'options.level', -1, 9, DEFAULT_LEVEL);
  const memoryLevel = checkRangesOrGetDefault(given.memLevel, 'options.memLevel', 1, 9, 8);
  const strategy = checkRangesOrGetDefault(
    given.strategy,
    'options.strategy',
    DEFAULT_STRATEGY,
    FIXED,
    DEFAULT_STRATEGY,
  );
  const dictionary = dictionaryOf(given.dictionary);
  const codecOptions = {
    zlib: { windowBits, level, memoryLevel, strategy },
    parameters: [],
    dictionary,
    rejectGarbage: false,
  };
  ZlibBase.call(this, options, { mode, codecOptions, values: FLUSH_VALUES });
  this._level = level;
  this._strategy = strategy;
}
Object.setPrototypeOf(Zlib.prototype, ZlibBase.prototype);
Object.setPrototypeOf(Zlib, ZlibBase);

/** Changes level and strategy, for what is written from now on. */
Zlib.prototype.params = function params(
  this: ZlibStream,
  level: unknown,
  strategy: unknown,
  callback?: AnyCallback,
): void {
  checkRangesOrGetDefault(level, 'level', -1, 9, DEFAULT_LEVEL);
  checkRangesOrGetDefault(strategy, 'strategy', DEFAULT_STRATEGY, FIXED, DEFAULT_STRATEGY);
  if (this._level === level && this._strategy === strategy) {
    nextTick(callback as () => void);
    return;
  }
  this.flush(Z_SYNC_FLUSH, () => {
    this._handle?.params(level as number, strategy as number);
    if (this.destroyed) return;
    this._level = level as number;
    this._strategy = strategy as number;
    (callback as (() => void) | undefined)?.();
  });
};

export const Deflate = /* @__PURE__ */ makeCodecClass('Deflate', Zlib, 'deflate');
export const Inflate = /* @__PURE__ */ makeCodecClass('Inflate', Zlib, 'inflate');
export const Gzip = /* @__PURE__ */ makeCodecClass('Gzip', Zlib, 'gzip');
export const Gunzip = /* @__PURE__ */ makeCodecClass('Gunzip', Zlib, 'gunzip');
export const InflateRaw = /* @__PURE__ */ makeCodecClass('InflateRaw', Zlib, 'inflate-raw');
export const Unzip = /* @__PURE__ */ makeCodecClass('Unzip', Zlib, 'unzip');
/** zlib's raw deflate cannot have a window of 256 bytes and takes the next one. */
export const DeflateRaw = /* @__PURE__ */ makeCodecClass('DeflateRaw', Zlib, 'deflate-raw', (options) => {
  if (options?.windowBits === 8) options.windowBits = 9;
});
