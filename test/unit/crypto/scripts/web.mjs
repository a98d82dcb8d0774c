import { createSecretKey, KeyObject, webcrypto } from 'node:crypto';

const { subtle } = webcrypto;
const hex = (buffer) => Buffer.from(buffer).toString('hex');
const text = new TextEncoder().encode('some text');

console.log(hex(await subtle.digest('SHA-256', text)), hex(await subtle.digest({ name: 'sha-1' }, text.buffer)));
const aes = await subtle.importKey('raw', new Uint8Array(16).fill(1), 'AES-GCM', true, ['encrypt', 'decrypt']);
console.log(aes.type, aes.extractable, aes.algorithm, aes.usages, Object.is(aes.algorithm, aes.algorithm));
const sealed = await subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData: text }, aes, text);
console.log(hex(sealed));
console.log(
  Buffer.from(
    await subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData: text }, aes, sealed),
  ).toString(),
);
console.log(await subtle.exportKey('jwk', aes));
const hmac = await subtle.importKey('raw', text, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
const code = await subtle.sign('HMAC', hmac, text);
console.log(
  hex(code),
  await subtle.verify('HMAC', hmac, code, text),
  await subtle.verify('HMAC', hmac, code, new Uint8Array(1)),
);
const password = await subtle.importKey('raw', text, 'PBKDF2', false, ['deriveBits', 'deriveKey']);
console.log(hex(await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt: text, iterations: 10 }, password, 128)));
const derived = await subtle.deriveKey(
  { name: 'PBKDF2', hash: 'SHA-1', salt: text, iterations: 10 },
  password,
  { name: 'AES-CBC', length: 256 },
  true,
  ['wrapKey'],
);
console.log(derived.algorithm, hex(await subtle.exportKey('raw', derived)));
const pair = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
console.log(
  pair.publicKey.type,
  pair.privateKey.algorithm,
  (await subtle.deriveBits({ name: 'ECDH', public: pair.publicKey }, pair.privateKey, 256)).byteLength,
);
const rsa = await subtle.generateKey(
  { name: 'RSA-OAEP', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
  true,
  ['encrypt', 'decrypt', 'wrapKey'],
);
console.log(
  Buffer.from(
    await subtle.decrypt('RSA-OAEP', rsa.privateKey, await subtle.encrypt('RSA-OAEP', rsa.publicKey, text)),
  ).toString(),
);
console.log((await subtle.wrapKey('raw', aes, rsa.publicKey, 'RSA-OAEP')).byteLength);
console.log(
  createSecretKey(Buffer.alloc(16)).toCryptoKey('AES-CBC', true, ['encrypt']).algorithm,
  KeyObject.from(aes).export(),
);

for (const call of [
  () => subtle.digest('nonsense', text),
  () => subtle.digest('SHA-1'),
  () => subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, hmac, text),
  () => subtle.encrypt({ name: 'AES-GCM' }, aes, text),
  () => subtle.exportKey('raw', hmac),
  () => subtle.importKey('raw', new Uint8Array(3), 'AES-CBC', true, ['encrypt']),
  () => subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, aes, new Uint8Array(20)),
]) {
  try {
    await call();
    console.log('no error');
  } catch (error) {
    console.log(error.name, error instanceof DOMException);
  }
}
