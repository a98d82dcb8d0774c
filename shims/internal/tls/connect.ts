/** `tls.connect`. https://nodejs.org/api/tls.html#tlsconnectoptions-callback */
import { normalizeArgs } from '../net/arguments.ts';
import { isIP } from '../net/ip.ts';
import type { SocketLike } from '../net/socket-types.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { environmentVariable } from '../process/environment.ts';
import { validateFunction, validateNumber } from '../validators.ts';
import { connectionReset } from './errors.ts';
import { checkServerIdentity, type LegacyCertificate } from './identity.ts';
import { createSecureContext } from './secure-context.ts';
import { factsOf } from './session-members.ts';
import { TLSSocket } from './socket.ts';
import type { TlsSocketLike, TlsSocketOptions } from './socket-types.ts';

interface ConnectOptions extends TlsSocketOptions {
  host?: string;
  port?: number;
  path?: string;
  localAddress?: string;
  servername?: string;
  socket?: SocketLike;
  timeout?: number;
  signal?: AbortSignal;
  checkServerIdentity: (hostname: string, certificate: LegacyCertificate) => Error | undefined;
}

let warnedOfAddress = false;
let warnedOfUnauthorized = false;

/** The name of the server is for names. */
function warnOfAddress(servername: string): void {
  if (warnedOfAddress || isIP(servername) === 0) return;
  warnedOfAddress = true;
  emitWarning(
    'Setting the TLS ServerName to an IP address is not permitted by RFC 6066. This will be ignored in a future version.',
    'DeprecationWarning',
    'DEP0123',
  );
}

/** Whether the program's environment switches checks off, about which it is warned. */
function allowsUnauthorized(): boolean {
  if (environmentVariable('NODE_TLS_REJECT_UNAUTHORIZED') !== '0') return false;
  if (!warnedOfUnauthorized) {
    warnedOfUnauthorized = true;
    emitWarning(
      "Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to '0' makes TLS connections and HTTPS requests " +
        'insecure by disabling certificate verification.',
    );
  }
  return true;
}

/** What the peer's certificate failed with, as Node's error. */
export function verifyError(socket: TlsSocketLike): Error | undefined {
  const found = factsOf(socket)?.verifyError;
  return found ? Object.assign(new Error(found.message), { code: found.code }) : undefined;
}

/** Decides whom to trust, and tells the program. */
function onSecure(socket: TlsSocketLike, options: ConnectOptions): void {
  let failure = verifyError(socket);
  if (failure === undefined && !socket.isSessionReused()) {
    const hostname = options.servername || options.host || options.socket?._host || 'localhost';
    failure = options.checkServerIdentity(hostname, (socket.getPeerCertificate(true) ?? {}) as LegacyCertificate);
  }
  if (failure) {
    socket.authorized = false;
    socket.authorizationError = (failure as { code?: string }).code || failure.message;
    if (options.rejectUnauthorized !== false) {
      socket.destroy(failure);
      return;
    }
  } else socket.authorized = true;
  socket.secureConnecting = false;
  socket.emit('secureConnect');
}

/** `(options)`, `(port, host, options)` and `(path, options)`, each with a callback. */
function readArguments(args: unknown[]): [ConnectOptions, ((...args: unknown[]) => void) | null] {
  const [first, callback] = normalizeArgs(args);
  const extra = args.slice(1, 3).find((item) => typeof item === 'object' && item !== null);
  const options = { ...first, ...(extra as object | undefined) };
  const defaults = { rejectUnauthorized: !allowsUnauthorized(), checkServerIdentity, minDHSize: 1024 };
  return [{ ...defaults, ...options }, callback];
}

/** https://nodejs.org/api/tls.html#tlsconnectoptions-callback */
export function connect(...args: unknown[]): TlsSocketLike {
  const [options, callback] = readArguments(args);
  validateFunction(options.checkServerIdentity, 'options.checkServerIdentity');
  validateNumber(options.minDHSize, 'options.minDHSize', 1);
  const secureContext = options.secureContext || createSecureContext(options);
  const socket = new TLSSocket(
    options.socket as never,
    { ...options, secureContext, isServer: false, requestCert: true } as never,
  ) as unknown as TlsSocketLike;
  if (callback !== null) socket.once('secureConnect', callback);
  if (!options.socket) {
    if (options.timeout) socket.setTimeout(options.timeout);
    // One that is aborted already is not to be connected.
    if (!options.signal?.aborted) socket.connect(options, socket._start);
  }
  socket._releaseControl();
  if (options.session) socket.setSession(options.session);
  if (options.servername) {
    warnOfAddress(options.servername);
    socket.setServername(options.servername);
  }
  if (options.socket) socket._start();
  socket.on('secure', () => onSecure(socket, options));
  socket.prependListener('end', () => {
    if (socket._secureEstablished || socket.destroyed) return;
    const { path, host, port, localAddress } = options;
    const error = connectionReset('Client network socket disconnected before secure TLS connection was established');
    socket.destroy(Object.assign(error, { path, host, port, localAddress }));
  });
  return socket;
}
