const zlib = require('node:zlib');

const good = zlib.deflateSync('some text');
const bad = {
  'no header': () => zlib.inflateSync('nonsense'),
  'no gzip': () => zlib.gunzipSync('nonsense'),
  'cut off': () => zlib.inflateSync(good.subarray(0, -5)),
  'cut off, and wanted so': () =>
    console.log(zlib.inflateSync(good.subarray(0, -5), { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString()),
  'a missing dictionary': () => zlib.inflateSync(zlib.deflateSync('x', { dictionary: Buffer.from('d') })),
  'a wrong dictionary': () =>
    zlib.inflateSync(zlib.deflateSync('x', { dictionary: Buffer.from('d') }), { dictionary: Buffer.from('e') }),
  'too much output': () => zlib.gunzipSync(zlib.gzipSync(Buffer.alloc(100_000)), { maxOutputLength: 1000 }),
  'no brotli': () => zlib.brotliDecompressSync(Buffer.from([1, 2, 3, 4, 5, 6])),
  'no zstd': () => zlib.zstdDecompressSync(Buffer.from('nonsense')),
  'a number': () => zlib.deflateSync(1),
  'a level out of range': () => zlib.deflateSync('x', { level: 10 }),
  'a window out of range': () => zlib.createGzip({ windowBits: 16 }),
  'a small chunk': () => zlib.createGzip({ chunkSize: 1 }),
  'an unknown parameter': () => zlib.brotliCompressSync('x', { params: { 99: 1 } }),
  'a parameter that is no number': () => zlib.brotliCompressSync('x', { params: { 1: 'a' } }),
  'no dictionary': () => zlib.createDeflate({ dictionary: 'text' }),
  'no callback': () => zlib.gzip('x'),
  'a crc of nothing': () => zlib.crc32(),
};
for (const [what, call] of Object.entries(bad)) {
  try {
    call();
    console.log(what, 'no error');
  } catch (error) {
    console.log(what, '|', error.name, error.code, error.errno, '|', error.message);
  }
}
zlib.inflate('nonsense', (error, result) => console.log(error.code, error.message, result));
const stream = zlib.createGunzip();
stream.on('error', (error) => console.log('stream', error.code, stream.destroyed));
stream.end('nonsense');
