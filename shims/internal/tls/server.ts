/** `tls.Server`. https://nodejs.org/api/tls.html#class-tlsserver */
import type { Buffer } from '../../buffer.ts';
import { ERR_INVALID_ARG_TYPE, ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS, ERR_TLS_HANDSHAKE_TIMEOUT } from '../errors.ts';
import { captureRejectionSymbol, type Emitter } from '../events/emitter.ts';
import { Server as NetServer } from '../net/server.ts';
import type { ServerLike } from '../net/server-types.ts';
import type { SocketLike } from '../net/socket-types.ts';
import { refusal } from '../refuse.ts';
import { clearTimeout, setTimeout } from '../timers/functions.ts';
import { validateBuffer, validateFunction, validateNumber, validateObject } from '../validators.ts';
import { convertALPNProtocols } from './alpn.ts';
import { verifyError } from './connect.ts';
import { connectionReset, ERR_TLS_REQUIRED_SERVER_NAME } from './errors.ts';
import { type ContextSettings, createSecureContext, SecureContext } from './secure-context.ts';
import { TLSSocket } from './socket.ts';
import type { SniCallback, TlsSocketLike } from './socket-types.ts';

/** Options, as the program gave them. */
export interface TlsServerOptions extends ContextSettings {
  requestCert?: boolean;
  rejectUnauthorized?: boolean;
  handshakeTimeout?: number;
  ALPNProtocols?: unknown;
  ALPNCallback?: unknown;
  SNICallback?: unknown;
}

interface TlsServerLike extends ServerLike {
  requestCert: boolean;
  rejectUnauthorized: boolean;
  ALPNProtocols?: unknown;
  _contexts: [RegExp, SecureContext][];
  _sharedCreds: SecureContext;
  [kTimeout]: number;
  [kSni]: SniCallback;
  [kPause]: boolean;
  on(event: string, listener: (...args: never[]) => void): this;
}

const kTimeout: unique symbol = Symbol('handshakeTimeout') as never;
const kSni: unique symbol = Symbol('SNICallback') as never;
const kPause: unique symbol = Symbol('pauseOnConnect') as never;

type Listener = (...args: never[]) => void;

function ServerFunction(this: TlsServerLike, given?: TlsServerOptions | Listener | null, listener?: Listener): unknown {
  if (!(this instanceof ServerFunction)) return new Server(given as never, listener as never);
  let options: TlsServerOptions = {};
  let onSecure = listener;
  if (typeof given === 'function') onSecure = given;
  else if (given === undefined || given === null || typeof given === 'object') options = { ...given };
  else throw new ERR_INVALID_ARG_TYPE('options', 'Object', given);
  this._contexts = [];
  this.requestCert = options.requestCert === true;
  this.rejectUnauthorized = options.rejectUnauthorized !== false;
  checkOptions(options);
  if (options.ALPNProtocols) convertALPNProtocols(options.ALPNProtocols, this);
  const { handshakeTimeout, SNICallback } = options;
  this[kTimeout] = handshakeTimeout || 120_000;
  validateNumber(this[kTimeout], 'options.handshakeTimeout');
  this[kSni] = (SNICallback as SniCallback | undefined) ?? chooseAdded;
  this[kPause] = Boolean(options['pauseOnConnect']);
  setSecureContext.call(this, options);
  (NetServer as unknown as (this: TlsServerLike, options: object, listener: Listener) => void).call(this, options, ((
    socket: SocketLike,
  ) => accept(this, socket)) as never);
  if (onSecure) this.on('secureConnection', onSecure);
  return undefined;
}
Object.defineProperty(ServerFunction, 'name', { value: 'Server' });
Object.setPrototypeOf(ServerFunction.prototype, NetServer.prototype as object);
Object.setPrototypeOf(ServerFunction, NetServer);

/** https://nodejs.org/api/tls.html#class-tlsserver */
export const Server = ServerFunction as unknown as typeof import('node:tls').Server;

/** @throws ERR_INVALID_ARG_TYPE, ERR_FEATURE_UNAVAILABLE_ON_PLATFORM */
function checkOptions({ ALPNCallback, ALPNProtocols, SNICallback, ...others }: TlsServerOptions): void {
  if (ALPNCallback) {
    validateFunction(ALPNCallback, 'options.ALPNCallback');
    if (ALPNProtocols) throw new ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
    throw refusal('tls ALPNCallback');
  }
  if (SNICallback !== undefined) validateFunction(SNICallback, 'options.SNICallback');
  if (others['pskCallback']) throw refusal('tls pskCallback');
}

/** The context of a name that was added, the newest first. */
const chooseAdded: SniCallback = function (servername, callback) {
  const { _contexts = [] } = (this._tlsOptions.server ?? {}) as Partial<TlsServerLike>;
  callback(null, _contexts.findLast(([pattern]) => pattern.test(servername))?.[1]);
};

/** Puts TLS on a connection that came in. */
function accept(server: TlsServerLike, raw: SocketLike): void {
  const emitter = server as unknown as Emitter & { listenerCount(name: string): number };
  const socket = new TLSSocket(
    raw as never,
    {
      secureContext: server._sharedCreds,
      isServer: true,
      server,
      requestCert: server.requestCert,
      rejectUnauthorized: server.rejectUnauthorized,
      ALPNProtocols: server.ALPNProtocols,
      // Nothing to choose from: the question is not asked.
      SNICallback: server[kSni] === chooseAdded && server._contexts.length === 0 ? undefined : server[kSni],
      pauseOnConnect: server[kPause],
    } as never,
  ) as unknown as TlsSocketLike;
  let told = false;
  const onError = (error: Error): void => {
    if (told || socket._controlReleased) return;
    told = true;
    server.emit('tlsClientError', error, socket);
  };
  const timer = setTimeout(() => {
    onError(new ERR_TLS_HANDSHAKE_TIMEOUT());
    socket.destroy();
  }, server[kTimeout]).unref();
  if (emitter.listenerCount('keylog') > 0) socket.on('keylog', (line) => server.emit('keylog', line, socket));
  socket.on('secure', () => {
    clearTimeout(timer);
    onSecure(server, socket);
  });
  socket.on('_tlsError', onError as never);
  socket.once('close', () => {
    clearTimeout(timer);
    onError(connectionReset('socket hang up'));
  });
}

/** The handshake is over: is the client somebody whom the server wants? */
function onSecure(server: TlsServerLike, socket: TlsSocketLike): void {
  if (socket._requestCert) {
    const failure = verifyError(socket);
    if (failure) {
      socket.authorizationError = (failure as { code?: string }).code ?? failure.message;
      if (socket._rejectUnauthorized) {
        // As Node does, without a word to the server's listeners.
        socket._releaseControl();
        socket.destroy();
        return;
      }
    } else socket.authorized = true;
  }
  if (!socket.destroyed && socket._releaseControl()) server.emit('secureConnection', socket);
}

function setSecureContext(this: TlsServerLike, options: ContextSettings): void {
  validateObject(options, 'options');
  const { sessionIdContext = 'wasi-node', honorCipherOrder = true } = options;
  this._sharedCreds = createSecureContext({ ...options, honorCipherOrder, sessionIdContext });
}

const members = {
  setSecureContext,

  /** The keys of the server's tickets. */
  getTicketKeys(this: TlsServerLike): Buffer {
    return this._sharedCreds.context.getTicketKeys();
  },

  setTicketKeys(this: TlsServerLike, keys: unknown): void {
    validateBuffer(keys);
    if (keys.byteLength !== 48) throw new Error('Session ticket keys must be a 48-byte buffer');
    this._sharedCreds.context.setTicketKeys(new Uint8Array(keys.buffer, keys.byteOffset, keys.byteLength));
  },

  addContext(this: TlsServerLike, servername: string, context: unknown): void {
    if (!servername) throw new ERR_TLS_REQUIRED_SERVER_NAME();
    const pattern = servername.replace(/([.^$+?\-\\[\]{}])/g, '\\$1').replaceAll('*', '[^.]*');
    const made = context instanceof SecureContext ? context : createSecureContext(context as ContextSettings);
    this._contexts.push([new RegExp(`^${pattern}$`), made]);
  },

  /** A listener that is an async function has failed. */
  [captureRejectionSymbol](
    this: TlsServerLike,
    error: Error,
    event: string,
    socket: { destroy(error: Error): void },
    ...rest: unknown[]
  ): void {
    const inherited = (NetServer.prototype as unknown as Record<symbol, (...args: unknown[]) => void>)[
      captureRejectionSymbol
    ];
    if (event === 'secureConnection') socket.destroy(error);
    else inherited?.call(this, error, event, socket, ...rest);
  },
};
Object.defineProperties(ServerFunction.prototype, Object.getOwnPropertyDescriptors(members));
