/** https://nodejs.org/api/tls.html */
import { caCertificates, ciphers } from 'zora:node/tls@0.1.0';
import { callCrypto } from './internal/crypto/failure.ts';
import { convertALPNProtocols } from './internal/tls/alpn.ts';
import { connect } from './internal/tls/connect.ts';
import { checkServerIdentity } from './internal/tls/identity.ts';
import { createSecureContext, SecureContext } from './internal/tls/secure-context.ts';
import { Server } from './internal/tls/server.ts';
import { TLSSocket } from './internal/tls/socket.ts';
import { validateOneOf } from './internal/validators.ts';

export const CLIENT_RENEG_LIMIT = 3;
export const CLIENT_RENEG_WINDOW = 600;
export const DEFAULT_ECDH_CURVE = 'auto';
export const DEFAULT_MAX_VERSION = 'TLSv1.3';
export const DEFAULT_MIN_VERSION = 'TLSv1.2';
export const DEFAULT_CIPHERS =
  'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:DHE-RSA-AES256-SHA384:ECDHE-RSA-AES256-SHA256:DHE-RSA-AES256-SHA256:HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA';

/** The names of the ciphers; https://nodejs.org/api/tls.html#tlsgetciphers */
export function getCiphers(): string[] {
  return ciphers();
}

/** Certificate authorities; https://nodejs.org/api/tls.html#tlsgetcacertificatestype */
export function getCACertificates(type: unknown = 'default'): string[] {
  validateOneOf(type, 'type', ['default', 'system', 'bundled', 'extra']);
  return callCrypto(() => caCertificates(type as string));
}

/** A new server; https://nodejs.org/api/tls.html#tlscreateserveroptions-secureconnectionlistener */
export function createServer(options?: unknown, listener?: unknown): InstanceType<typeof Server> {
  return new Server(options as never, listener as never);
}

let roots: readonly string[] | undefined;

const moduleObject = () => ({
  CLIENT_RENEG_LIMIT,
  CLIENT_RENEG_WINDOW,
  DEFAULT_CIPHERS,
  DEFAULT_ECDH_CURVE,
  DEFAULT_MIN_VERSION,
  DEFAULT_MAX_VERSION,
  getCiphers,
  getCACertificates,
  get rootCertificates(): readonly string[] {
    roots ??= Object.freeze(callCrypto(() => caCertificates('bundled')));
    return roots;
  },
  convertALPNProtocols,
  checkServerIdentity,
  createSecureContext,
  SecureContext,
  TLSSocket,
  Server,
  createServer,
  connect,
});
const tls = /* @__PURE__ */ moduleObject();

export { checkServerIdentity, connect, convertALPNProtocols, createSecureContext, SecureContext, Server, TLSSocket };
export default tls;
