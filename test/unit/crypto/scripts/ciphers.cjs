const crypto = require('node:crypto');
const key = Buffer.alloc(32, 1);

function roundTrip(name, iv, options, aad) {
  const cipher = crypto.createCipheriv(name, key.subarray(0, crypto.getCipherInfo(name).keyLength), iv, options);
  if (aad) cipher.setAAD(aad, { plaintextLength: 20 });
  const text = cipher.update('some text of 20 byte', 'utf8', 'hex') + cipher.final('hex');
  const tag = aad ? cipher.getAuthTag() : undefined;
  console.log(name, text, tag?.toString('hex'));
  const decipher = crypto.createDecipheriv(name, key.subarray(0, crypto.getCipherInfo(name).keyLength), iv, options);
  if (tag) decipher.setAuthTag(tag);
  if (aad) decipher.setAAD(aad, { plaintextLength: 20 });
  console.log(decipher.update(text, 'hex', 'utf8') + decipher.final('utf8'));
}
roundTrip('aes-256-cbc', Buffer.alloc(16, 2));
roundTrip('aes-128-ecb', null);
roundTrip('aes-256-ctr', Buffer.alloc(16, 3));
roundTrip('aes-256-gcm', Buffer.alloc(12, 4), undefined, Buffer.from('aad'));
roundTrip('aes-128-ccm', Buffer.alloc(12, 4), { authTagLength: 16 }, Buffer.from('aad'));
roundTrip('chacha20-poly1305', Buffer.alloc(12, 5), { authTagLength: 16 }, Buffer.from('aad'));

const wrong = crypto.createDecipheriv('aes-256-gcm', key, Buffer.alloc(12, 4));
wrong.setAuthTag(Buffer.alloc(16));
wrong.update('00', 'hex');
try {
  wrong.final();
} catch (error) {
  console.log(error.name, error.message);
}
const bad = crypto.createDecipheriv('aes-256-cbc', key, Buffer.alloc(16));
bad.update(Buffer.alloc(16));
try {
  bad.final();
} catch (error) {
  console.log(error.name, error.code, error.library, error.reason, error.message);
}
const { mode, name, keyLength, ivLength, blockSize, nid } = crypto.getCipherInfo('AES-192-CBC');
console.log(
  mode,
  name,
  keyLength,
  ivLength,
  blockSize,
  nid,
  crypto.getCipherInfo('nonsense'),
  crypto.getCipherInfo(-1),
);
console.log(
  crypto.getCiphers().includes('aes-256-gcm'),
  crypto.getHashes().includes('sha256'),
  crypto.getCurves().includes('prime256v1'),
);
const stream = crypto.createCipheriv('aes-256-cbc', key, Buffer.alloc(16));
const chunks = [];
stream.on('data', (chunk) => chunks.push(chunk));
stream.on('end', () => console.log('stream', Buffer.concat(chunks).toString('base64')));
stream.write('abc');
stream.end(Buffer.alloc(40));
