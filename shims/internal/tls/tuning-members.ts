/** What a program sets on a `TLSSocket`. https://nodejs.org/api/tls.html#class-tlstlssocket */
import { Buffer } from '../../buffer.ts';
import { callCrypto } from '../crypto/failure.ts';
import { ERR_TLS_INVALID_CONTEXT } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { refusal } from '../refuse.ts';
import { validateBuffer, validateFunction, validateInt32, validateObject, validateString } from '../validators.ts';
import { ERR_TLS_SNI_FROM_SERVER } from './errors.ts';
import { createSecureContext, hostContextOf } from './secure-context.ts';
import { kRenegotiated, kResume, kServername, kTls, type TlsSocketLike } from './socket-types.ts';

export const tuningMembers = {
  setServername(this: TlsSocketLike, name: unknown): void {
    validateString(name, 'name');
    if (this._tlsOptions.isServer) throw new ERR_TLS_SNI_FROM_SERVER();
    this[kServername] = name;
  },

  setSession(this: TlsSocketLike, session: unknown): void {
    const bytes = typeof session === 'string' ? Buffer.from(session, 'latin1') : session;
    validateBuffer(bytes, 'session');
    this[kResume] = bytes as Uint8Array;
  },

  setMaxSendFragment(this: TlsSocketLike, size: unknown): boolean {
    validateInt32(size, 'size');
    return this[kTls]?.engine?.setMaxSendFragment(size >>> 0) ?? false;
  },

  disableRenegotiation(this: TlsSocketLike): void {
    this[kTls]?.engine?.disableRenegotiation();
  },

  renegotiate(
    this: TlsSocketLike,
    options: { requestCert?: boolean; rejectUnauthorized?: boolean },
    callback?: (error: Error | null) => void,
  ): boolean | undefined {
    validateObject(options, 'options');
    if (callback !== undefined) validateFunction(callback, 'callback');
    const engine = this[kTls]?.engine;
    if (this.destroyed || engine === undefined) return undefined;
    if (options.requestCert !== undefined) this._requestCert = Boolean(options.requestCert);
    if (options.rejectUnauthorized !== undefined) this._rejectUnauthorized = Boolean(options.rejectUnauthorized);
    try {
      callCrypto(() => engine.renegotiate(this._requestCert));
    } catch (error) {
      if (callback !== undefined) nextTick(callback as never, error);
      return false;
    }
    this[kRenegotiated] = callback ?? (() => {});
    return true;
  },

  setKeyCert(this: TlsSocketLike, context: object): void {
    const host = hostContextOf(context) ?? hostContextOf(createSecureContext(context as never));
    if (host === undefined) throw new ERR_TLS_INVALID_CONTEXT('context');
    const engine = this[kTls]?.engine;
    if (engine !== undefined) callCrypto(() => engine.setContext(host));
  },

  enableTrace(): never {
    throw refusal('tlsSocket.enableTrace()');
  },
};
