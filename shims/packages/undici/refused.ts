/** What the package exports and a component does not have. */
import { refusal, refuse } from '../../internal/refuse.ts';

/** Caches of whole responses: the interceptor `cache` works, this does not. */
export class CacheStorage {}
for (const name of ['match', 'has', 'open', 'delete', 'keys']) {
  Object.defineProperty(CacheStorage.prototype, name, { value: refuse('undici', `caches.${name}`) });
}

export const WebSocketStream = /* @__PURE__ */ refuse('undici', 'WebSocketStream');
export const WebSocketError = /* @__PURE__ */ refuse('undici', 'WebSocketError');

/** HTTP/2 to a server. @throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM */
export function connectH2(): never {
  throw refusal('HTTP/2 in undici');
}
