const crypto = require('node:crypto');
const { ed25519 } = require('./test-keys.cjs');

const bad = {
  'no such hash': () => crypto.createHash('nonsense'),
  'no algorithm': () => crypto.createHash(),
  'a number to hash': () => crypto.createHash('sha1').update(1),
  'a digest twice': () => {
    const hash = crypto.createHash('sha1');
    hash.digest();
    hash.digest();
  },
  'no such hmac': () => crypto.createHmac('nonsense', 'k'),
  'no key': () => crypto.createHmac('sha1'),
  'no such cipher': () => crypto.createCipheriv('nonsense', 'k', 'iv'),
  'a short key': () => crypto.createCipheriv('aes-256-cbc', 'k', Buffer.alloc(16)),
  'a short nonce': () => crypto.createCipheriv('aes-256-cbc', Buffer.alloc(32), 'iv'),
  'no iterations': () => crypto.pbkdf2Sync('p', 's', 0, 8, 'sha1'),
  'no such digest': () => crypto.pbkdf2Sync('p', 's', 1, 8, 'nonsense'),
  'no callback': () => crypto.pbkdf2('p', 's', 1, 8, 'sha1'),
  'scrypt with too much memory': () => crypto.scryptSync('p', 's', 8, { N: 2 ** 20 }),
  'scrypt with N that is no power of two': () => crypto.scryptSync('p', 's', 8, { N: 3 }),
  'no PEM': () => crypto.createPrivateKey('nonsense'),
  'no key at all': () => crypto.createPublicKey(1),
  'a secret key for a public': () => crypto.createPublicKey(crypto.createSecretKey(Buffer.from('k'))),
  'a secret key to sign with': () => crypto.sign(null, 'x', crypto.createSecretKey(Buffer.from('k'))),
  'nothing to sign with': () => crypto.createSign('sha1').sign(),
  'a wrong format': () => crypto.createPrivateKey(ed25519).export({ type: 'pkcs8', format: 'nonsense' }),
  'pkcs1 for another key': () => crypto.createPrivateKey(ed25519).export({ type: 'pkcs1', format: 'pem' }),
  'no such curve': () => crypto.createECDH('nonsense'),
  'no such group': () => crypto.createDiffieHellmanGroup('nonsense'),
  'no such key type': () => crypto.generateKeyPairSync('nonsense'),
  'no modulus length': () => crypto.generateKeyPairSync('rsa', {}),
  'unequal lengths': () => crypto.timingSafeEqual(Buffer.alloc(1), Buffer.alloc(2)),
  'a negative size': () => crypto.randomBytes(-1),
  'an empty range': () => crypto.randomInt(3, 3),
  'no certificate': () => new crypto.X509Certificate('nonsense'),
  'no such engine': () => crypto.setEngine(1),
};
for (const [what, call] of Object.entries(bad)) {
  try {
    call();
    console.log(what, 'no error');
  } catch (error) {
    console.log(what, '|', error.name, error.code, '|', error.message);
  }
}
