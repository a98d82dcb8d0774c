/** https://nodejs.org/api/tls.html */
import { caCertificates, ciphers } from 'zora:node/tls@0.1.0';
import { callCrypto } from './internal/crypto/failure.ts';
import { convertALPNProtocols } from './internal/tls/alpn.ts';
import { connect } from './internal/tls/connect.ts';
import { defaults } from './internal/tls/defaults.ts';
import { checkServerIdentity } from './internal/tls/identity.ts';
import { createSecureContext, SecureContext } from './internal/tls/secure-context.ts';
import { Server } from './internal/tls/server.ts';
import { TLSSocket } from './internal/tls/socket.ts';
import { validateOneOf } from './internal/validators.ts';

export const CLIENT_RENEG_LIMIT = 3;
export const CLIENT_RENEG_WINDOW = 600;
export const { DEFAULT_CIPHERS, DEFAULT_ECDH_CURVE, DEFAULT_MAX_VERSION, DEFAULT_MIN_VERSION } = defaults;

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
  get DEFAULT_CIPHERS(): string {
    return defaults.DEFAULT_CIPHERS;
  },
  set DEFAULT_CIPHERS(ciphers: string) {
    defaults.DEFAULT_CIPHERS = ciphers;
  },
  get DEFAULT_ECDH_CURVE(): string {
    return defaults.DEFAULT_ECDH_CURVE;
  },
  set DEFAULT_ECDH_CURVE(curve: string) {
    defaults.DEFAULT_ECDH_CURVE = curve;
  },
  get DEFAULT_MIN_VERSION(): string {
    return defaults.DEFAULT_MIN_VERSION;
  },
  set DEFAULT_MIN_VERSION(version: string) {
    defaults.DEFAULT_MIN_VERSION = version;
  },
  get DEFAULT_MAX_VERSION(): string {
    return defaults.DEFAULT_MAX_VERSION;
  },
  set DEFAULT_MAX_VERSION(version: string) {
    defaults.DEFAULT_MAX_VERSION = version;
  },
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
