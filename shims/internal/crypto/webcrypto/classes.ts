/** The classes of Web Crypto as globals: whoever names one of them uses `crypto.subtle`, which comes with it. */
import { SubtleCrypto as SubtleCryptoClass, webcrypto } from './crypto.ts';

export const CryptoKey = /* @__PURE__ */ (() => webcrypto.CryptoKey)();
export const SubtleCrypto = /* @__PURE__ */ ((): typeof SubtleCryptoClass => {
  void webcrypto;
  return SubtleCryptoClass;
})();
