const crypto = require('node:crypto');
const keys = require('./test-keys.cjs');

console.log(crypto.pbkdf2Sync('password', 'salt', 1000, 32, 'sha256').toString('hex'));
console.log(crypto.scryptSync('password', 'salt', 32, { N: 1024 }).toString('hex'));
console.log(Buffer.from(crypto.hkdfSync('sha512', 'key', 'salt', 'info', 42)).toString('hex'));
if (crypto.argon2Sync) {
  const options = {
    message: 'password',
    nonce: Buffer.alloc(16, 1),
    parallelism: 2,
    tagLength: 24,
    memory: 64,
    passes: 3,
  };
  console.log(crypto.argon2Sync('argon2id', options).toString('hex'));
}
const seen = [];
crypto.pbkdf2('password', 'salt', 1, 8, 'sha1', (error, key) => seen.push(error, key.toString('hex')));
crypto.scrypt('password', 'salt', 8, { cost: 2 }, (error, key) => seen.push(error, key.toString('hex')));
crypto.hkdf('sha1', crypto.createSecretKey('k', 'utf8'), '', '', 8, (error, key) =>
  seen.push(error, key instanceof ArrayBuffer),
);
process.on('exit', () => console.log(seen.map(String).sort()));
seen.push('synchronous code comes first');

const secret = crypto.diffieHellman({
  privateKey: crypto.createPrivateKey(keys.x25519),
  publicKey: crypto.createPublicKey(keys.x25519Other),
});
console.log(secret.toString('hex'));
const alice = crypto.createDiffieHellmanGroup('modp14');
alice.generateKeys();
const bob = crypto.createDiffieHellman(alice.getPrime(), alice.getGenerator());
bob.generateKeys();
console.log(
  alice.computeSecret(bob.getPublicKey()).equals(bob.computeSecret(alice.getPublicKey())),
  bob.verifyError,
  alice.getPrime('hex').length,
);
const curve = crypto.createECDH('secp256k1');
curve.setPrivateKey('1'.padStart(64, '0'), 'hex');
console.log(curve.getPublicKey('hex', 'compressed'), curve.getPrivateKey('hex'));
console.log(crypto.ECDH.convertKey(curve.getPublicKey(), 'secp256k1', undefined, 'base64', 'hybrid'));
console.log(
  crypto.checkPrimeSync(7n),
  crypto.checkPrimeSync(Buffer.from([8])),
  typeof crypto.generatePrimeSync(32, { bigint: true }),
);
console.log(crypto.generatePrimeSync(16).byteLength);
console.log(crypto.randomBytes(100_000).length, crypto.randomInt(5) < 5, crypto.randomUUID().length);
crypto.randomFill(new Uint32Array(4), 1, 2, (error, filled) => console.log('filled', error, filled[0], filled[3]));
