/**
 * `node:zlib`: compression by the host's own libraries.
 *
 * https://nodejs.org/api/zlib.html
 */
import { BrotliCompress, BrotliDecompress } from './internal/zlib/brotli-classes.ts';
import { makeCodes, makeConstants } from './internal/zlib/constants.ts';
import { convenience, convenienceSync, creator } from './internal/zlib/convenience.ts';
import { crc32 } from './internal/zlib/crc32.ts';
import { Deflate, DeflateRaw, Gunzip, Gzip, Inflate, InflateRaw, Unzip } from './internal/zlib/zlib-classes.ts';
import { ZstdCompress, ZstdDecompress } from './internal/zlib/zstd-classes.ts';

const createDeflate = /* @__PURE__ */ creator('createDeflate', Deflate);
const createInflate = /* @__PURE__ */ creator('createInflate', Inflate);
const createGzip = /* @__PURE__ */ creator('createGzip', Gzip);
const createGunzip = /* @__PURE__ */ creator('createGunzip', Gunzip);
const createDeflateRaw = /* @__PURE__ */ creator('createDeflateRaw', DeflateRaw);
const createInflateRaw = /* @__PURE__ */ creator('createInflateRaw', InflateRaw);
const createUnzip = /* @__PURE__ */ creator('createUnzip', Unzip);
const createBrotliCompress = /* @__PURE__ */ creator('createBrotliCompress', BrotliCompress);
const createBrotliDecompress = /* @__PURE__ */ creator('createBrotliDecompress', BrotliDecompress);
const createZstdCompress = /* @__PURE__ */ creator('createZstdCompress', ZstdCompress);
const createZstdDecompress = /* @__PURE__ */ creator('createZstdDecompress', ZstdDecompress);

const deflate = /* @__PURE__ */ convenience('deflate', Deflate);
const deflateSync = /* @__PURE__ */ convenienceSync('deflateSync', Deflate);
const inflate = /* @__PURE__ */ convenience('inflate', Inflate);
const inflateSync = /* @__PURE__ */ convenienceSync('inflateSync', Inflate);
const gzip = /* @__PURE__ */ convenience('gzip', Gzip);
const gzipSync = /* @__PURE__ */ convenienceSync('gzipSync', Gzip);
const gunzip = /* @__PURE__ */ convenience('gunzip', Gunzip);
const gunzipSync = /* @__PURE__ */ convenienceSync('gunzipSync', Gunzip);
const deflateRaw = /* @__PURE__ */ convenience('deflateRaw', DeflateRaw);
const deflateRawSync = /* @__PURE__ */ convenienceSync('deflateRawSync', DeflateRaw);
const inflateRaw = /* @__PURE__ */ convenience('inflateRaw', InflateRaw);
const inflateRawSync = /* @__PURE__ */ convenienceSync('inflateRawSync', InflateRaw);
const unzip = /* @__PURE__ */ convenience('unzip', Unzip);
const unzipSync = /* @__PURE__ */ convenienceSync('unzipSync', Unzip);
const brotliCompress = /* @__PURE__ */ convenience('brotliCompress', BrotliCompress);
const brotliCompressSync = /* @__PURE__ */ convenienceSync('brotliCompressSync', BrotliCompress);
const brotliDecompress = /* @__PURE__ */ convenience('brotliDecompress', BrotliDecompress);
const brotliDecompressSync = /* @__PURE__ */ convenienceSync('brotliDecompressSync', BrotliDecompress);
const zstdCompress = /* @__PURE__ */ convenience('zstdCompress', ZstdCompress);
const zstdCompressSync = /* @__PURE__ */ convenienceSync('zstdCompressSync', ZstdCompress);
const zstdDecompress = /* @__PURE__ */ convenience('zstdDecompress', ZstdDecompress);
const zstdDecompressSync = /* @__PURE__ */ convenienceSync('zstdDecompressSync', ZstdDecompress);

const constants = /* @__PURE__ */ makeConstants();
const codes = /* @__PURE__ */ makeCodes();

export {
  BrotliCompress,
  BrotliDecompress,
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  brotliDecompressSync,
  codes,
  constants,
  crc32,
  createBrotliCompress,
  createBrotliDecompress,
  createDeflate,
  createDeflateRaw,
  createGunzip,
  createGzip,
  createInflate,
  createInflateRaw,
  createUnzip,
  createZstdCompress,
  createZstdDecompress,
  Deflate,
  DeflateRaw,
  deflate,
  deflateRaw,
  deflateRawSync,
  deflateSync,
  Gunzip,
  Gzip,
  gunzip,
  gunzipSync,
  gzip,
  gzipSync,
  Inflate,
  InflateRaw,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
  Unzip,
  unzip,
  unzipSync,
  ZstdCompress,
  ZstdDecompress,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
};

function makeDefault() {
  const zlib = {
    crc32,
    Deflate,
    Inflate,
    Gzip,
    Gunzip,
    DeflateRaw,
    InflateRaw,
    Unzip,
    BrotliCompress,
    BrotliDecompress,
    ZstdCompress,
    ZstdDecompress,
    deflate,
    deflateSync,
    inflate,
    inflateSync,
    gzip,
    gzipSync,
    gunzip,
    gunzipSync,
    deflateRaw,
    deflateRawSync,
    inflateRaw,
    inflateRawSync,
    unzip,
    unzipSync,
    brotliCompress,
    brotliCompressSync,
    brotliDecompress,
    brotliDecompressSync,
    zstdCompress,
    zstdCompressSync,
    zstdDecompress,
    zstdDecompressSync,
  };
  const fixed = { enumerable: true, configurable: false, writable: false };
  const creators = {
    createDeflate,
    createInflate,
    createGzip,
    createGunzip,
    createDeflateRaw,
    createInflateRaw,
    createUnzip,
    createBrotliCompress,
    createBrotliDecompress,
    createZstdCompress,
    createZstdDecompress,
  };
  for (const [name, value] of Object.entries(creators)) {
    Object.defineProperty(zlib, name, { value, enumerable: true, configurable: true });
  }
  Object.defineProperty(zlib, 'constants', { value: constants, ...fixed });
  Object.defineProperty(zlib, 'codes', { value: codes, ...fixed });
  // The older interface: the constants as properties of the module.
  for (const [name, value] of Object.entries(constants)) {
    if (!name.startsWith('BROTLI')) Object.defineProperty(zlib, name, { value, enumerable: false });
  }
  return zlib as typeof zlib & typeof creators & { constants: typeof constants; codes: typeof codes };
}

export default /* @__PURE__ */ makeDefault();
