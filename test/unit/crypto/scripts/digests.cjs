const crypto = require('node:crypto');
const { pipeline } = require('node:stream');

for (const name of ['md5', 'sha1', 'sha256', 'RSA-SHA512', 'sha3-256', 'blake2b512']) {
  console.log(
    name,
    crypto
      .createHash(name)
      .update('wörld 😀')
      .update(Buffer.from([0, 1, 255]))
      .digest('hex'),
  );
}
console.log(crypto.createHash('sha256').update('616263', 'hex').digest('base64url'));
console.log(crypto.createHash('sha256').update('\ud800 lone').digest('latin1').length);
console.log(crypto.createHash('shake256', { outputLength: 20 }).update('x').digest('hex'));
console.log(crypto.createHash('sha1').update(Buffer.alloc(300_000, 7)).digest('hex'));
const first = crypto.createHash('sha256').update('a');
const copy = first.copy();
console.log(first.update('b').digest('hex'), copy.update('c').digest('hex'));
console.log(crypto.hash('sha1', 'abc'), crypto.hash('sha1', Buffer.from('abc'), 'base64'));
console.log(crypto.createHmac('sha256', 'key').update('data').digest('hex'));
console.log(
  crypto
    .createHmac('sha1', crypto.createSecretKey(Buffer.from('k')))
    .update('')
    .digest('hex'),
);
const bytes = new Uint8Array([1, 2, 3]);
const kept = crypto.createHash('md5').update(bytes);
bytes.fill(0);
console.log('what was hashed does not change', kept.digest('hex'));
console.log(
  crypto.timingSafeEqual(Buffer.from('ab'), Buffer.from('ab')),
  crypto.timingSafeEqual(bytes, Buffer.alloc(3, 1)),
);
const hash = crypto.createHash('sha512');
hash.on('readable', () => {
  const data = hash.read();
  if (data) console.log('stream', data.toString('hex'));
});
hash.write('some ');
hash.end('data');
pipeline(
  [Buffer.from('x'), Buffer.from('y')],
  crypto.createHmac('sha1', 'k'),
  async (source) => {
    for await (const chunk of source) console.log('pipeline', chunk.toString('hex'));
  },
  (error) => console.log('done', error ?? 'well'),
);

// What has been hashed may change afterwards: buffers are used again.
for (let round = 0; round < 2; round++) {
  const reused = Buffer.alloc(4);
  const hash = crypto.createHash('sha256');
  for (const value of [1, 2, 3]) {
    reused.writeUInt32BE(value);
    hash.update(reused);
  }
  console.log('reused', hash.digest('hex'));
}
