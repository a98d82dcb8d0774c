/** `server.listen` in all its overloads. https://nodejs.org/api/net.html#serverlisten */
import type { ListenTarget } from 'zora:node/network@0.1.0';
import dns from '../../dns.ts';
import {
  ERR_INVALID_ARG_VALUE,
  ERR_SERVER_ALREADY_LISTEN,
  errnoException,
  type SystemException,
  uvExceptionWithHostPort,
} from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validateAbortSignal, validatePort, validateString } from '../validators.ts';
import { isPipeName, normalizeArgs, type Options, toPort } from './arguments.ts';
import { isIP } from './ip.ts';
import { onConnection } from './server-connection.ts';
import { ServerHandle } from './server-handle.ts';
import type { ServerLike } from './server-types.ts';

const DEFAULT_BACKLOG = 511;

function emitError(server: ServerLike, error: unknown): void {
  server.emit('error', error);
}

function emitListening(server: ServerLike): void {
  // It may have been closed meanwhile.
  if (server._handle) server.emit('listening');
}

/** Listens, and says later how it went. */
function start(server: ServerLike, where: ListenTarget, address: string | null, port: number): void {
  let handle: ServerHandle;
  try {
    handle = new ServerHandle(where);
  } catch (error) {
    const { errno } = error as SystemException;
    const told =
      typeof errno === 'number' ? uvExceptionWithHostPort(errno, 'listen', address ?? undefined, port) : error;
    nextTick(emitError as never, server, told);
    return;
  }
  adopt(
    server,
    handle,
    where.tag === 'path' ? `-1:${address}:-1` : `${isIP(address ?? '::') || ''}:${address ?? '::'}:${port}`,
  );
}

/** Takes the handle of something that listens. */
function adopt(server: ServerLike, handle: ServerHandle, key: string): void {
  server._handle = handle;
  handle.owner = server;
  server._connectionKey = key;
  if (handle.isPipe) server._pipeName = handle.path;
  handle.onconnection = (error, client) => onConnection(server, error, client);
  if (server._unref) handle.unref();
  nextTick(emitListening as never, server);
}

function listenOnPort(server: ServerLike, options: Options, backlog: number): void {
  const port = Number(options['port']) | 0;
  const target = (host: string | null): ListenTarget => ({
    tag: 'tcp',
    val: {
      host,
      port,
      backlog,
      ipv6Only: Boolean(options['ipv6Only']),
      reusePort: Boolean(options['reusePort']),
    },
  });
  const host = options['host'] as string | undefined;
  if (!host) {
    start(server, target(null), null, port);
    return;
  }
  const id = ++server._listeningId;
  // Which loopback address that is the host knows, and no name has to be asked for.
  if (host === 'localhost' && isOwnLookup()) {
    nextTick(() => {
      if (id === server._listeningId) start(server, target(host), host, port);
    });
    return;
  }
  dns.lookup(host, (error: Error | null, address?: unknown) => {
    if (id !== server._listeningId) return;
    if (error) server.emit('error', error);
    else {
      const found = (address ?? '0.0.0.0') as string;
      start(server, target(found.toWellFormed()), found, port);
    }
  });
}

const ownLookup = dns.lookup;

/** Whether the program has not put another `dns.lookup` in its place. */
function isOwnLookup(): boolean {
  return dns.lookup === ownLookup;
}

function listenOnPath(server: ServerLike, options: Options, backlog: number): void {
  const path = options['path'] as string;
  validateString(path, 'options.path');
  const { readableAll, writableAll } = options;
  start(
    server,
    {
      tag: 'path',
      val: {
        path: path.toWellFormed(),
        backlog,
        readableAll: Boolean(readableAll),
        writableAll: Boolean(writableAll),
      },
    },
    path,
    -1,
  );
}

/** Closes the server when the signal is aborted. */
function obey(server: ServerLike, signal: unknown): void {
  validateAbortSignal(signal, 'options.signal');
  if (signal === undefined) return;
  const onAbort = (): void => {
    server.close();
  };
  if (signal.aborted) {
    nextTick(onAbort as never);
    return;
  }
  signal.addEventListener('abort', onAbort);
  server.once('close', () => signal.removeEventListener('abort', onAbort));
}

/** Something that listens already: a server, or its handle. */
function existingHandle(options: Options): ServerHandle | undefined {
  for (const candidate of [options, options['_handle'], options['handle']]) {
    if (candidate instanceof ServerHandle) return candidate;
  }
  return undefined;
}

/** https://nodejs.org/api/net.html#serverlisten */
export function listen(this: ServerLike, ...args: unknown[]): ServerLike {
  const [given, callback] = normalizeArgs(args);
  if (this._handle) throw new ERR_SERVER_ALREADY_LISTEN();
  if (callback !== null) this.once('listening', callback);
  const numbers = args.slice(1, 3).map((value) => toPort(value ?? Number.NaN));
  const backlogArgument = numbers.find((value) => value !== false && value !== 0) || 0;
  const existing = existingHandle(given);
  if (existing !== undefined) {
    adopt(this, existing, '');
    return this;
  }
  const options = { ...given };
  obey(this, options['signal']);
  const backlog = Math.max(1, Number(options['backlog']) || backlogArgument || DEFAULT_BACKLOG) >>> 0;
  if (typeof options['fd'] === 'number' && options['fd'] >= 0) {
    // No descriptor of a guest is a socket that could listen.
    const error = errnoException(-22, 'listen', 'invalid argument');
    nextTick(emitError as never, this, error);
    return this;
  }
  if (args.length === 0 || typeof args[0] === 'function' || isUnset(options, 'port')) options['port'] = 0;
  const { port, path } = options;
  if (typeof port === 'number' || typeof port === 'string') {
    validatePort(port, 'options.port');
    listenOnPort(this, options, backlog);
    return this;
  }
  if (path && isPipeName(path)) {
    listenOnPath(this, options, backlog);
    return this;
  }
  if (!('port' in options || 'path' in options)) {
    throw new ERR_INVALID_ARG_VALUE('options', given, 'must have the property "port" or "path"');
  }
  throw new ERR_INVALID_ARG_VALUE('options', given);
}

function isUnset(options: Options, name: string): boolean {
  return name in options && (options[name] === undefined || options[name] === null);
}
