const crypto = require('node:crypto');
const pems = require('./test-keys.cjs');

const keys = Object.fromEntries(Object.entries(pems).map(([name, pem]) => [name, crypto.createPrivateKey(pem)]));
for (const [name, key] of Object.entries(keys)) {
  const half = crypto.createPublicKey(key);
  console.log(name, key.type, half.type, key.asymmetricKeyType, key.asymmetricKeyDetails, half.equals(key));
  console.log(half.export({ type: 'spki', format: 'pem' }), half.export({ format: 'jwk' }));
  console.log(
    key.export({ type: 'pkcs8', format: 'der' }).toString('base64') === pems[name].replace(/-----.*-----|\n/g, ''),
  );
  const encrypted = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' });
  console.log(crypto.createPrivateKey({ key: encrypted, passphrase: 'secret' }).equals(key));
  console.log(crypto.createPrivateKey({ key: key.export({ format: 'jwk' }), format: 'jwk' }).equals(key));
}
console.log(
  crypto.createSecretKey('abc', 'utf8').export(),
  crypto.createSecretKey(Buffer.from('k')).export({ format: 'jwk' }),
);
console.log(crypto.createSecretKey(Buffer.alloc(24)).symmetricKeySize, `${crypto.createSecretKey(Buffer.from('k'))}`);

const data = Buffer.from('data to sign');
/** What comes from the thread pool comes in any order. */
const seen = [];
process.on('exit', () => console.log(seen.sort()));
console.log(crypto.sign(null, data, keys.ed25519).toString('hex'));
console.log(crypto.sign('sha256', data, keys.rsa).toString('base64'));
console.log(crypto.createSign('RSA-SHA1').update('data ').update('to sign').sign(pems.rsa, 'hex'));
const pss = { key: keys.rsa, padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 8 };
console.log(crypto.verify('sha256', data, pss, crypto.sign('sha256', data, pss)));
const flat = { key: keys.ec, dsaEncoding: 'ieee-p1363' };
const signature = crypto.sign('sha256', data, flat);
console.log(
  signature.length,
  crypto.verify('sha256', data, flat, signature),
  crypto.verify('sha256', Buffer.from('x'), flat, signature),
);
console.log(
  crypto
    .createVerify('sha256')
    .update(data)
    .verify(crypto.createPublicKey(keys.rsa), crypto.sign('sha256', data, keys.rsa)),
);
const half = crypto.createPublicKey(keys.rsa);
console.log(crypto.privateDecrypt(keys.rsa, crypto.publicEncrypt(half, data)).toString());
console.log(
  crypto
    .privateDecrypt(
      { key: pems.rsa, oaepHash: 'sha256' },
      crypto.publicEncrypt({ key: half, oaepHash: 'sha256' }, data),
    )
    .toString(),
);
console.log(crypto.publicDecrypt(half, crypto.privateEncrypt(keys.rsa, data)).toString());
crypto.sign('sha512', data, pems.ec, (error, made) => {
  seen.push(`asynchronous ${error} ${crypto.verify('sha512', data, keys.ec, made)}`);
});
for (const type of ['rsa', 'ec', 'ed25519', 'x25519']) {
  const options = { rsa: { modulusLength: 512 }, ec: { namedCurve: 'P-256' } }[type] ?? {};
  const made = crypto.generateKeyPairSync(type, options);
  console.log(
    type,
    made.publicKey.type,
    made.privateKey.asymmetricKeyType,
    made.privateKey.asymmetricKeyDetails?.modulusLength,
  );
}
crypto.generateKeyPair(
  'ec',
  {
    namedCurve: 'secp256k1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'sec1', format: 'der' },
  },
  (error, one, two) => {
    seen.push(`pair ${error} ${one.split('\n')[0]} ${Buffer.isBuffer(two)}`);
  },
);
crypto.generateKey('hmac', { length: 64 }, (error, key) => seen.push(`secret ${error} ${key.symmetricKeySize}`));
