/** Connecting a socket. https://nodejs.org/api/net.html#socketconnect */
import type { Target } from 'zora:node/network@0.1.0';
import dns from '../../dns.ts';
import {
  ERR_INVALID_ADDRESS_FAMILY,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_IP_ADDRESS,
  ERR_IP_BLOCKED,
  ERR_MISSING_ARGS,
  exceptionWithHostPort,
  type SystemException,
} from '../errors.ts';
import { nextTick } from '../loop.ts';
import { beginWork } from '../performance/observed.ts';
import {
  validateBoolean,
  validateFunction,
  validateInt32,
  validateNumber,
  validatePort,
  validateString,
} from '../validators.ts';
import { type NormalizedArgs, normalizeArgs, normalizedArgs, type Options } from './arguments.ts';
import { getDefaultAutoSelectFamily, getDefaultAutoSelectFamilyAttemptTimeout } from './auto-select.ts';
import { connectToOneOf } from './happy-eyeballs.ts';
import { isIP } from './ip.ts';
import { startReading } from './socket-read.ts';
import {
  kBlockList,
  kBytesRead,
  kBytesWritten,
  kSetKeepAlive,
  kSetKeepAliveInitialDelay,
  kSetNoDelay,
  type SocketLike,
} from './socket-types.ts';
import { StreamHandle } from './stream-handle.ts';

/** Where a socket goes to, and from where. */
export interface Destination {
  /** The name that was looked up by the host. */
  host: string | undefined;
  port: number;
  localAddress: string | undefined;
  localPort: number | undefined;
}

type LookupFunction = (host: string, options: object, callback: (...args: never[]) => void) => unknown;

/** The local end in Node's words, and on its error. */
function addLocalEnd(error: SystemException, { localAddress, localPort }: Destination): void {
  if (localAddress !== undefined) Object.assign(error, { localAddress });
  if (localPort !== undefined) Object.assign(error, { localPort });
}

/** Node's error of an attempt: what the system said, with both ends. */
export function toConnectError(failure: Error, address: string, destination: Destination | undefined): Error {
  const { errno } = failure as SystemException;
  if (typeof errno !== 'number') return failure;
  const { localAddress, localPort, port } = destination ?? {};
  const local = localAddress !== undefined && localPort !== undefined ? `${localAddress}:${localPort}` : undefined;
  const error = exceptionWithHostPort(errno, 'connect', address, port, local);
  if (destination !== undefined) addLocalEnd(error, destination);
  return error;
}

/** A target of the host. */
export function toTarget(address: string, destination: Destination): Target {
  const { host, port, localAddress, localPort } = destination;
  return {
    tag: 'tcp',
    val: {
      host: host === undefined ? null : host.toWellFormed(),
      address: address.toWellFormed(),
      port,
      localAddress: localAddress?.toWellFormed() ?? null,
      localPort: localPort ?? 0,
    },
  };
}

/** Why the socket may not connect to an address; undefined where it may. */
export function blocked(socket: SocketLike, address: string, family: number): Error | undefined {
  return socket[kBlockList]?.check(address, `ipv${family}`) ? new ERR_IP_BLOCKED(address) : undefined;
}

/** The connection is there. */
export function finishConnect(socket: SocketLike, handle: StreamHandle): void {
  socket.connecting = false;
  socket._sockname = null;
  socket._handle = handle;
  startReading(socket);
  socket._unrefTimer();
  if (socket[kSetNoDelay]) handle.setNoDelay(true);
  if (socket[kSetKeepAlive]) handle.setKeepAlive(true, socket[kSetKeepAliveInitialDelay]);
  socket.emit('connect');
  socket.emit('ready');
  // What comes first is the end, perhaps: it is noticed without a reader.
  if (socket.readable && !socket.isPaused()) socket.read(0);
}

function connectToAddress(socket: SocketLike, address: string, family: number, destination: Destination): void {
  const refused = blocked(socket, address, family);
  if (refused !== undefined) {
    socket.destroy(refused);
    return;
  }
  const handle = socket._handle as StreamHandle;
  const { port } = destination;
  socket.emit('connectionAttempt', address, port, family);
  if (socket.destroyed || !socket.connecting) return;
  const finished = beginWork('net', 'connect', { host: address, port });
  handle.connect(toTarget(address, destination), (failure) => {
    if (socket.destroyed) return;
    if (!failure) {
      finished?.();
      finishConnect(socket, handle);
      return;
    }
    const error = toConnectError(failure, address, destination);
    socket.emit('connectionAttemptFailed', address, port, family, error);
    socket.connecting = false;
    socket.destroy(error);
  });
}

function connectToPath(socket: SocketLike, path: string): void {
  const handle = socket._handle as StreamHandle;
  handle.connect({ tag: 'path', val: path.toWellFormed() }, (failure) => {
    if (socket.destroyed) return;
    if (!failure) finishConnect(socket, handle);
    else {
      socket.connecting = false;
      socket.destroy(toConnectError(failure, path, undefined));
    }
  });
}

function fail(socket: SocketLike, error: Error): void {
  nextTick(destroyWith as never, socket, error);
}

function destroyWith(socket: SocketLike, error: Error): void {
  socket.destroy(error);
}

/** @throws ERR_INVALID_IP_ADDRESS, ERR_INVALID_ARG_TYPE, ERR_SOCKET_BAD_PORT */
function checkDestination(options: Options): Destination {
  const { localAddress, localPort, port } = options;
  if (localAddress && isIP(localAddress) === 0) throw new ERR_INVALID_IP_ADDRESS(localAddress);
  if (localPort) validateNumber(localPort, 'options.localPort');
  if (port !== undefined) {
    if (typeof port !== 'number' && typeof port !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('options.port', ['number', 'string'], port);
    }
    validatePort(port);
  }
  return {
    host: undefined,
    port: Number(port) | 0,
    localAddress: localAddress ? (localAddress as string) : undefined,
    localPort: localPort ? (localPort as number) : undefined,
  };
}

/** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
function checkAutoSelect(options: Options): { enabled: boolean; timeout: number } {
  const { autoSelectFamily, autoSelectFamilyAttemptTimeout } = options;
  let enabled = getDefaultAutoSelectFamily();
  let timeout = getDefaultAutoSelectFamilyAttemptTimeout();
  if (autoSelectFamily !== undefined && autoSelectFamily !== null) {
    validateBoolean(autoSelectFamily, 'options.autoSelectFamily');
    enabled = autoSelectFamily;
  }
  if (autoSelectFamilyAttemptTimeout !== undefined && autoSelectFamilyAttemptTimeout !== null) {
    validateInt32(autoSelectFamilyAttemptTimeout, 'options.autoSelectFamilyAttemptTimeout', 1);
    timeout = Math.max(10, autoSelectFamilyAttemptTimeout as number);
  }
  return { enabled, timeout };
}

function lookUpAndConnect(socket: SocketLike, options: Options): void {
  const destination = checkDestination(options);
  const host = (options['host'] || 'localhost') as string;
  const { enabled, timeout } = checkAutoSelect(options);
  const kind = isIP(host);
  if (kind !== 0) {
    nextTick(() => {
      if (socket.connecting) connectToAddress(socket, host, kind, destination);
    });
    return;
  }
  if (options['lookup'] !== undefined && options['lookup'] !== null)
    validateFunction(options['lookup'], 'options.lookup');
  const family = options['family'];
  let hints = Number(options['hints'] || 0);
  if (family !== 4 && family !== 6 && hints === 0) hints = dns.ADDRCONFIG;
  socket._host = host;
  destination.host = host;
  const lookup = (options['lookup'] ?? dns.lookup) as LookupFunction;
  const asked = { family, hints };
  if (enabled && family !== 4 && family !== 6 && destination.localAddress === undefined) {
    lookup(host, { ...asked, all: true }, (error: Error | null, addresses: unknown) =>
      nextTick(() => connectToOneOf(socket, { error, addresses, host, destination, timeout, connectToAddress })),
    );
    return;
  }
  lookup(host, asked, (error: Error | null, address: string, addressType: number) => {
    socket.emit('lookup', error, address, addressType, host);
    // It may have been destroyed meanwhile.
    if (!socket.connecting) return;
    if (error) fail(socket, error);
    else if (isIP(address) === 0) fail(socket, new ERR_INVALID_IP_ADDRESS(address));
    else if (addressType !== 4 && addressType !== 6) {
      fail(socket, new ERR_INVALID_ADDRESS_FAMILY(addressType, host, destination.port));
    } else {
      socket._unrefTimer();
      nextTick(() => {
        if (socket.connecting) connectToAddress(socket, address, addressType, destination);
      });
    }
  });
}

/** Makes a socket that was destroyed as good as new. */
function revive(socket: SocketLike): void {
  socket._handle = null;
  socket._peername = null;
  socket._sockname = null;
  socket[kBytesRead] = 0;
  socket[kBytesWritten] = 0;
  (socket as unknown as { _undestroy(): void })._undestroy();
}

export const connectMembers = {
  connect(this: SocketLike, ...args: unknown[]): SocketLike {
    const normalized = (args[0] as NormalizedArgs | undefined)?.[normalizedArgs]
      ? (args[0] as NormalizedArgs)
      : normalizeArgs(args);
    const [options, callback] = normalized;
    const { path, port } = options;
    if (port === undefined && (path === undefined || path === null)) {
      throw new ERR_MISSING_ARGS(['options', 'port', 'path']);
    }
    // A write that was refused because the other side had ended is possible again.
    delete (this as { write?: unknown }).write;
    if (this.destroyed) revive(this);
    const isPipe = Boolean(path);
    if (isPipe) validateString(path, 'options.path');
    this._handle ??= new StreamHandle(isPipe);
    if (callback !== null) this.once('connect', callback);
    // It is about to connect even before there is an address: writes wait.
    if (this._parent?.connecting) return this;
    this._unrefTimer();
    this.connecting = true;
    if (isPipe) connectToPath(this, path as string);
    else lookUpAndConnect(this, options);
    return this;
  },
};
