/**
 * The global `crypto`: random values. `crypto.subtle` comes with node:crypto.
 * https://nodejs.org/api/webcrypto.html
 */
export { Crypto, crypto } from '../internal/web-crypto.ts';
