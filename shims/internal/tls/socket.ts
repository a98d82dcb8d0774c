/** `tls.TLSSocket`. https://nodejs.org/api/tls.html#class-tlstlssocket */
import { Buffer } from '../../buffer.ts';
import { ERR_INVALID_ARG_TYPE, ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS, ERR_TLS_INVALID_CONTEXT } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { Socket } from '../net/socket.ts';
import { startReading } from '../net/socket-read.ts';
import type { SocketLike } from '../net/socket-types.ts';
import type { StreamHandle } from '../net/stream-handle.ts';
import { refusal } from '../refuse.ts';
import { validateFunction } from '../validators.ts';
import { convertALPNProtocols } from './alpn.ts';
import { DuplexTransport } from './duplex-transport.ts';
import { fail, listenerOf } from './events.ts';
import { JSStreamSocket } from './js-stream-socket.ts';
import { createSecureContext, hostContextOf } from './secure-context.ts';
import { sessionMembers } from './session-members.ts';
import {
  kRenegotiated,
  kResume,
  kServername,
  kStarted,
  kTls,
  type TlsSocketLike,
  type TlsSocketOptions,
} from './socket-types.ts';
import { TlsHandle } from './tls-handle.ts';
import type { Transport } from './transport.ts';
import { tuningMembers } from './tuning-members.ts';

function TLSSocketFunction(this: TlsSocketLike, socket?: SocketLike | null, given?: TlsSocketOptions): unknown {
  if (!(this instanceof TLSSocketFunction)) return new TLSSocket(socket as never, given as never);
  const options = readOptions(given);
  this._tlsOptions = options;
  this._secureEstablished = false;
  this._controlReleased = false;
  this._rejectUnauthorized = Boolean(options.rejectUnauthorized);
  this._requestCert = Boolean(options.requestCert);
  this.secureConnecting = true;
  this.authorized = false;
  this.authorizationError = null;
  this.alpnProtocol = null;
  this.servername = null;
  this[kServername] = undefined;
  this[kResume] = undefined;
  this[kTls] = null;
  this[kStarted] = false;
  this[kRenegotiated] = undefined;
  const { signal, onread, highWaterMark } = options;
  (Socket as unknown as (this: TlsSocketLike, options: object) => void).call(this, {
    allowHalfOpen: socket ? socket.allowHalfOpen : options.allowHalfOpen,
    ...(signal === undefined ? {} : { signal }),
    ...(onread === undefined || socket ? {} : { onread }),
    ...(highWaterMark === undefined ? {} : { highWaterMark }),
  });
  // An error of a server's socket is its server's before the handshake is over.
  this.on('error', this._tlsError as never);
  if (socket) wrap(this, socket);
  // One that is connected later begins by itself then.
  else this.once('connect', () => begin(this));
  if (options.pauseOnConnect) this.pause();
  return undefined;
}
Object.defineProperty(TLSSocketFunction, 'name', { value: 'TLSSocket' });
Object.setPrototypeOf(TLSSocketFunction.prototype, Socket.prototype as object);
Object.setPrototypeOf(TLSSocketFunction, Socket);

/** https://nodejs.org/api/tls.html#class-tlstlssocket */
export const TLSSocket = TLSSocketFunction as unknown as typeof import('node:tls').TLSSocket;

/** @throws ERR_INVALID_ARG_TYPE, ERR_TLS_INVALID_CONTEXT, ERR_FEATURE_UNAVAILABLE_ON_PLATFORM */
function readOptions(given: TlsSocketOptions | undefined): TlsSocketOptions {
  const options: TlsSocketOptions = { ...given };
  if (options.ALPNProtocols) convertALPNProtocols(options.ALPNProtocols, options);
  if (options['pskCallback']) throw refusal('tls pskCallback');
  if (options['enableTrace']) throw refusal('tls enableTrace');
  if (options.SNICallback !== undefined) validateFunction(options.SNICallback, 'options.SNICallback');
  if (options.ALPNCallback) {
    validateFunction(options.ALPNCallback, 'options.ALPNCallback');
    if (options.ALPNProtocols) throw new ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  }
  options.secureContext ??= createSecureContext(options);
  if (hostContextOf(options.secureContext) === undefined) throw new ERR_TLS_INVALID_CONTEXT('context');
  return options;
}

/** Takes over what carries the records. @throws ERR_INVALID_ARG_TYPE */
function wrap(tls: TlsSocketLike, socket: SocketLike): void {
  const isSocket = socket instanceof Socket;
  if (!isSocket && typeof (socket as Partial<SocketLike>).write !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('socket', 'Duplex', socket);
  }
  if (isSocket) tls._parent = socket;
  const take = (): void => {
    const carrier = isSocket ? (socket._handle as unknown as Transport | null) : new DuplexTransport(socket);
    if (carrier === null) {
      tls.destroy();
      return;
    }
    const handle = new TlsHandle(carrier);
    // Made when it is asked for: it would read what the records are in.
    const parent = () => (isSocket ? socket : Object.create(JSStreamSocket.prototype, { stream: { value: socket } }));
    Object.defineProperty(handle, '_parentWrap', { configurable: true, get: parent });
    tls[kTls] = handle;
    startReading(tls);
  };
  if (isSocket) socket.on('error', (error: Error) => fail(tls, error));
  socket.on('close', () => tls.destroy());
  tls.once('close', () => socket.destroy());
  if (isSocket && (socket.connecting || socket._handle === null)) {
    tls.connecting = true;
    socket.once('connect', () => {
      if (tls.destroyed) return;
      tls.connecting = false;
      take();
      tls.emit('connect');
      if (!tls.destroyed) tls.read(0);
    });
    // Without a word of `tls.connect` it begins by itself.
    tls.once('connect', () => begin(tls));
    return;
  }
  take();
  nextTick(() => begin(tls));
}

/** What the carrier has read already: those are records, too. */
function readAlready(tls: TlsSocketLike): Uint8Array[] {
  const parent = tls._parent;
  const chunks: Uint8Array[] = [];
  if (parent === null || parent.readableLength === 0) return chunks;
  for (let chunk = parent.read() as unknown; chunk !== null; chunk = parent.read() as unknown) {
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : (chunk as Uint8Array));
  }
  return chunks;
}

/** Begins the handshake. */
function begin(tls: TlsSocketLike): void {
  const handle = tls[kTls];
  if (tls[kStarted] || handle === null || tls.destroyed) return;
  tls[kStarted] = true;
  const options = tls._tlsOptions;
  const { isServer, server } = options;
  const listens = (event: string): boolean => (server?.listenerCount(event) ?? 0) > 0;
  try {
    handle.start(
      hostContextOf(options.secureContext) as never,
      {
        server: Boolean(isServer),
        servername: isServer ? null : (tls[kServername]?.toWellFormed() ?? null),
        alpn: (options.ALPNProtocols as Uint8Array | undefined) ?? null,
        alpnChoice: null,
        session: tls[kResume] ?? null,
        requestCert: tls._requestCert,
        rejectUnauthorized: tls._requestCert && tls._rejectUnauthorized,
        requestOcsp: Boolean(options.requestOCSP),
        minDhSize: options.minDHSize ?? null,
        keylog: tls.listenerCount('keylog') > 0,
        askServerName: Boolean(isServer) && typeof options.SNICallback === 'function',
        askSessions: Boolean(isServer) && (listens('resumeSession') || listens('newSession')),
        askOcsp: Boolean(isServer) && listens('OCSPRequest'),
      },
      listenerOf(tls, handle),
      readAlready(tls),
    );
  } catch (error) {
    fail(tls, error as Error);
    return;
  }
  tls.read(0);
}

const members = {
  /** The handle; a connection's becomes one with TLS. */
  get _handle(): StreamHandle | null {
    return (this as unknown as TlsSocketLike)[kTls] as unknown as StreamHandle | null;
  },
  set _handle(given: StreamHandle | null) {
    const tls = this as unknown as TlsSocketLike;
    const handle = given as unknown as Transport | null;
    if (handle === null || handle instanceof TlsHandle) tls[kTls] = handle;
    else if (tls[kTls]?.transport !== handle) tls[kTls] = new TlsHandle(handle);
  },

  get ssl(): TlsHandle | null {
    return (this as unknown as TlsSocketLike)[kTls];
  },

  get encrypted(): true {
    return true;
  },

  _start(this: TlsSocketLike): void {
    if (this.connecting || this[kTls] === null) this.once('connect', this._start);
    else begin(this);
  },

  _destroySSL(this: TlsSocketLike): void {
    this[kTls]?.end();
  },

  /** Reports a failure; gives it back where the socket is the program's already. */
  _tlsError(this: TlsSocketLike, error: Error): Error | null {
    this.emit('_tlsError', error);
    return this._controlReleased ? error : null;
  },

  /** From now on errors are the program's. */
  _releaseControl(this: TlsSocketLike): boolean {
    if (this._controlReleased) return false;
    this._controlReleased = true;
    this.removeListener('error', this._tlsError as never);
    return true;
  },
};
for (const part of [members, sessionMembers, tuningMembers]) {
  Object.defineProperties(TLSSocketFunction.prototype, Object.getOwnPropertyDescriptors(part));
}
