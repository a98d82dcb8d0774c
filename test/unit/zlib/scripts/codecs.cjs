const zlib = require('node:zlib');
const { createHash } = require('node:crypto');
const { pipeline } = require('node:stream');
const { promisify } = require('node:util');

const sum = (data) => `${data.length} ${createHash('sha1').update(data).digest('hex')}`;
let seed = 1;
const random = () => (seed = (seed * 48271) % 2147483647) & 255;
const inputs = {
  empty: Buffer.alloc(0),
  short: Buffer.from('hello hello hello'),
  text: Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(5000)),
  noise: Buffer.from(Array.from({ length: 100_000 }, random)),
  large: Buffer.alloc(5_000_000, 'abcdefghij'),
};
const pairs = [
  ['deflate', 'inflate'],
  ['gzip', 'gunzip'],
  ['deflateRaw', 'inflateRaw'],
  ['gzip', 'unzip'],
  ['deflate', 'unzip'],
  ['brotliCompress', 'brotliDecompress'],
  ['zstdCompress', 'zstdDecompress'],
];
for (const [compress, decompress] of pairs) {
  for (const [name, data] of Object.entries(inputs)) {
    const options = compress.startsWith('brotli') ? { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } } : {};
    const packed = zlib[`${compress}Sync`](data, options);
    console.log(compress, decompress, name, sum(packed), zlib[`${decompress}Sync`](packed).equals(data));
  }
}
console.log(
  sum(zlib.deflateSync(inputs.text, { level: 9, memLevel: 9, windowBits: 9, strategy: zlib.constants.Z_HUFFMAN_ONLY })),
);
const dictionary = Buffer.from('The quick brown fox');
const packed = zlib.deflateSync(inputs.text, { dictionary });
console.log(sum(packed), zlib.inflateSync(packed, { dictionary }).equals(inputs.text));
console.log(zlib.gunzipSync(Buffer.concat([zlib.gzipSync('a'), zlib.gzipSync('b')])).toString());
console.log(zlib.crc32('hello'), zlib.crc32(Buffer.from('world'), 4294967295));
const { buffer, engine } = zlib.gzipSync('info', { info: true });
console.log(buffer.length, engine.bytesWritten, engine.constructor.name);

(async () => {
  const create = (name) => zlib[`create${name[0].toUpperCase()}${name.slice(1)}`];
  for (const [compress, decompress] of pairs) {
    const chunks = [];
    await promisify(pipeline)(
      [inputs.text.subarray(0, 7), inputs.text.subarray(7, 90_000), inputs.text.subarray(90_000)],
      create(compress)({ chunkSize: 1024 }),
      create(decompress)(),
      async (source) => {
        for await (const chunk of source) chunks.push(chunk);
      },
    );
    console.log('stream', compress, decompress, Buffer.concat(chunks).equals(inputs.text));
    const twice = await promisify(zlib[decompress])(await promisify(zlib[compress])(inputs.noise));
    console.log('promise', twice.equals(inputs.noise));
  }
  const gzip = zlib.createGzip();
  const seen = [];
  gzip.on('data', (chunk) => seen.push(chunk));
  gzip.write('first');
  await new Promise((resolve) => gzip.flush(resolve));
  console.log('flushed', seen.length > 0, gzip.bytesWritten);
  await new Promise((resolve) => gzip.params(0, zlib.constants.Z_DEFAULT_STRATEGY, resolve));
  gzip.end('second');
  await new Promise((resolve) => gzip.on('end', resolve));
  console.log(zlib.gunzipSync(Buffer.concat(seen)).toString());
  const deflate = zlib.createDeflate();
  deflate.close(() => console.log('closed', deflate.destroyed));
})();
