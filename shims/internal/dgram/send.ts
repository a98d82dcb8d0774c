/** `socket.send` in all its overloads. https://nodejs.org/api/dgram.html#socketsendmsg-offset-length-port-address-callback */
import { Buffer } from '../../buffer.ts';
import { bytesOf, concatBytes } from '../bytes.ts';
import {
  ERR_BUFFER_OUT_OF_BOUNDS,
  ERR_INVALID_ARG_TYPE,
  ERR_IP_BLOCKED,
  ERR_SOCKET_DGRAM_IS_CONNECTED,
  exceptionWithHostPort,
  type SystemException,
} from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validatePort, validateString } from '../validators.ts';
import { bindForSending, whenBound } from './bind.ts';
import { destination, isBlocked } from './destination.ts';
import { BOUND, CONNECTED, kState, runningHandle, type SocketLike, UNBOUND } from './state.ts';

type Callback = (error: Error | null, bytes?: number) => void;

const KINDS = ['Buffer', 'TypedArray', 'DataView', 'string'];

/** What a call means, once its arguments are sorted out. */
interface Arguments {
  message: unknown;
  port: unknown;
  address: unknown;
  callback: unknown;
}

/** Which argument is which depends on how many there are, and on whether the socket is connected. */
function sortOut(args: unknown[], connected: boolean): Arguments {
  const [message, offset, length, port, address, callback] = args;
  if (connected) {
    if (typeof length !== 'number') return { message, port, address, callback: offset };
    const part = slice(message, offset, length);
    return typeof port === 'function'
      ? { message: part, port: null, address, callback: port }
      : { message: part, port, address, callback };
  }
  if (address || (port && typeof port !== 'function')) {
    return { message: slice(message, offset, length), port, address, callback };
  }
  return { message, port: offset, address: length, callback: port };
}

/** The bytes of one piece; undefined for what is none. */
function toBytes(piece: unknown): Uint8Array | undefined {
  if (typeof piece === 'string') return Buffer.from(piece);
  return ArrayBuffer.isView(piece) ? bytesOf(piece) : undefined;
}

/** A part of a message. */
function slice(message: unknown, offsetGiven: unknown, lengthGiven: unknown): Uint8Array {
  const bytes = toBytes(message);
  if (bytes === undefined) throw new ERR_INVALID_ARG_TYPE('buffer', KINDS, message);
  const offset = (offsetGiven as number) >>> 0;
  const length = (lengthGiven as number) >>> 0;
  if (offset > bytes.length) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (offset + length > bytes.length) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  return bytes.subarray(offset, offset + length);
}

/** A message as one piece; what is a list is put together. */
function gather(message: unknown): Uint8Array {
  if (!Array.isArray(message)) {
    const bytes = toBytes(message);
    if (bytes === undefined) throw new ERR_INVALID_ARG_TYPE('buffer', KINDS, message);
    return bytes;
  }
  const pieces = message.map((piece: unknown) => {
    const bytes = toBytes(piece);
    if (bytes === undefined) throw new ERR_INVALID_ARG_TYPE('buffer list arguments', KINDS, message);
    return bytes;
  });
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : concatBytes(pieces);
}

/** https://nodejs.org/api/dgram.html#socketsendmsg-offset-length-port-address-callback */
export function send(socket: SocketLike, args: unknown[]): void {
  const state = socket[kState];
  const connected = state.connectState === CONNECTED;
  const sorted = sortOut(args, connected);
  if (connected && (sorted.port || sorted.address)) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  const data = gather(sorted.message);
  const port = connected ? 0 : validatePort(sorted.port, 'Port', false);
  let { address } = sorted;
  let callback = typeof sorted.callback === 'function' ? (sorted.callback as Callback) : undefined;
  if (typeof address === 'function') {
    callback = address as Callback;
    address = undefined;
  } else if (address !== undefined && address !== null) validateString(address, 'address');
  runningHandle(socket);
  if (state.bindState === UNBOUND) bindForSending(socket);
  const begin = (): void => {
    if (connected) transmit(socket, data, undefined, undefined, port, callback);
    else {
      const name = address as string | null | undefined;
      state.lookup(name ?? undefined, (error, found) => {
        if (error) fail(socket, error, callback);
        else transmit(socket, data, name, found, port, callback);
      });
    }
  };
  if (state.bindState === BOUND) begin();
  else whenBound(socket, begin);
}

/** What keeps a datagram from being sent is for the callback, else an event. */
function fail(socket: SocketLike, error: unknown, callback: Callback | undefined): void {
  if (callback) nextTick(callback as never, error);
  else nextTick(() => socket.emit('error', error));
}

function transmit(
  socket: SocketLike,
  data: Uint8Array,
  name: string | null | undefined,
  address: string | undefined,
  port: number,
  callback: Callback | undefined,
): void {
  const { handle, sendBlockList } = socket[kState];
  if (!handle) return;
  if (isBlocked(sendBlockList, address)) {
    fail(socket, new ERR_IP_BLOCKED(address), callback);
    return;
  }
  // What the system says is for the callback alone.
  const refused = (errno: number): void => {
    if (callback) nextTick(callback as never, exceptionWithHostPort(errno, 'send', name ?? undefined, port));
  };
  const to = port === 0 ? undefined : destination(name, address, port);
  if (typeof to === 'number') {
    refused(to);
    return;
  }
  try {
    const error = handle.send(data, to, (failure) => {
      if (failure === null) callback?.(null, data.length);
      else if (typeof (failure as SystemException).errno === 'number')
        refused((failure as SystemException).errno as number);
      else fail(socket, failure, callback);
    });
    if (error) refused(error);
  } catch (error) {
    fail(socket, error, callback);
  }
}
