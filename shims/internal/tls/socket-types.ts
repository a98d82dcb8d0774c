import type { SocketLike } from '../net/socket-types.ts';
import type { TlsHandle } from './tls-handle.ts';

/** Asks for the context of a name. */
export type SniCallback = (
  this: TlsSocketLike,
  servername: string,
  callback: (error?: Error | null, context?: unknown) => void,
) => void;

/** A server, as far as its sockets know it. */
export interface SocketOwner {
  listenerCount(event: string): number;
  emit(event: string, ...args: unknown[]): boolean;
}

/** Options, as the program gave them. */
export interface TlsSocketOptions {
  isServer?: boolean;
  secureContext?: unknown;
  server?: SocketOwner;
  requestCert?: boolean;
  rejectUnauthorized?: boolean;
  requestOCSP?: boolean;
  session?: unknown;
  ALPNProtocols?: unknown;
  ALPNCallback?: unknown;
  SNICallback?: unknown;
  minDHSize?: number;
  allowHalfOpen?: boolean;
  pauseOnConnect?: boolean;
  [name: string]: unknown;
}

export const kServername: unique symbol = Symbol('servername') as never;
export const kResume: unique symbol = Symbol('resume') as never;
export const kTls: unique symbol = Symbol('tls') as never;
export const kStarted: unique symbol = Symbol('started') as never;
export const kRenegotiated: unique symbol = Symbol('renegotiated') as never;

/** A socket with TLS on it. */
export interface TlsSocketLike extends SocketLike {
  _tlsOptions: TlsSocketOptions;
  _secureEstablished: boolean;
  _controlReleased: boolean;
  _rejectUnauthorized: boolean;
  _requestCert: boolean;
  secureConnecting: boolean;
  authorized: boolean;
  authorizationError: string | Error | null;
  alpnProtocol: string | false | null;
  servername: string | false | null;
  [kServername]: string | undefined;
  [kResume]: Uint8Array | undefined;
  [kTls]: TlsHandle | null;
  [kStarted]: boolean;
  [kRenegotiated]: ((error: Error | null) => void) | undefined;
  _start(): void;
  _releaseControl(): boolean;
  _tlsError(error: Error): Error | null;
  setServername(name: unknown): void;
  setSession(session: unknown): void;
  isSessionReused(): boolean;
  getPeerCertificate(detailed?: boolean): Record<string, unknown> | null | undefined;
}
