/** `socket.bind`, and what waits for it. https://nodejs.org/api/dgram.html#socketbindport-address-callback */
import { asBuffer } from '../buffer/fast-buffer.ts';
import { ERR_INVALID_FD_TYPE, ERR_SOCKET_ALREADY_BOUND, exceptionWithHostPort } from '../errors.ts';
import { errorMonitor } from '../events/emitter.ts';
import { isIPv6 } from '../net/ip.ts';
import { isInt32 } from '../validators.ts';
import { setBufferSize } from './buffer-size.ts';
import { BINDING, BOUND, kState, runningHandle, type SocketLike, UNBOUND } from './state.ts';
import { UdpHandle } from './udp-handle.ts';

interface BindOptions {
  port?: unknown;
  address?: unknown;
  fd?: unknown;
}

/** https://nodejs.org/api/dgram.html#socketbindport-address-callback */
export function bind(socket: SocketLike, args: unknown[]): void {
  runningHandle(socket);
  const state = socket[kState];
  if (state.bindState !== UNBOUND) {
    socket.emit('error', new ERR_SOCKET_ALREADY_BOUND());
    return;
  }
  state.bindState = BINDING;
  const callback = args.at(-1);
  if (typeof callback === 'function') callWhenBound(socket, callback as () => void);
  const [first, second] = args;
  if (first instanceof UdpHandle) {
    state.handle?.close();
    state.handle = first;
    startListening(socket);
    return;
  }
  const isObject = typeof first === 'object' && first !== null;
  const options: BindOptions = isObject ? first : { port: first, address: typeof second === 'function' ? '' : second };
  // No descriptor of a guest is a socket.
  if (isInt32(options.fd) && options.fd > 0) throw new ERR_INVALID_FD_TYPE('UNKNOWN');
  const address = (options.address || (socket.type === 'udp4' ? '0.0.0.0' : '::')) as string;
  bindTo(socket, address, Number(options.port || 0));
}

/** Binds a socket that the program sends with before it has bound it: it needs no right to listen to hear the answers. */
export function bindForSending(socket: SocketLike): void {
  socket[kState].bindState = BINDING;
  bindTo(socket, socket.type === 'udp4' ? '0.0.0.0' : '::', undefined);
}

/** @param port undefined: any, with the address that the host takes for it */
function bindTo(socket: SocketLike, name: string, port: number | undefined): void {
  const state = socket[kState];
  state.lookup(name, (lookupError, address) => {
    // It may have been closed meanwhile.
    if (!state.handle) return;
    try {
      if (lookupError) throw lookupError;
      const local = { address: String(address).toWellFormed(), port: (port ?? 0) & 0xffff };
      const error = state.handle.bind(port === undefined ? undefined : local);
      if (error) throw exceptionWithHostPort(error, 'bind', address, port);
    } catch (error) {
      state.bindState = UNBOUND;
      socket.emit('error', error);
      return;
    }
    startListening(socket);
  });
}

function callWhenBound(socket: SocketLike, callback: () => void): void {
  const stop = (): void => {
    socket.removeListener('error', stop);
    socket.removeListener('listening', onListening);
  };
  const onListening = (): void => {
    stop();
    callback.call(socket);
  };
  socket.on('error', stop);
  socket.on('listening', onListening);
}

function startListening(socket: SocketLike): void {
  const state = socket[kState];
  const handle = runningHandle(socket);
  handle.onmessage = ({ data, sender }) => {
    const family = isIPv6(sender.address) ? 'IPv6' : 'IPv4';
    if (state.receiveBlockList?.check(sender.address, family === 'IPv6' ? 'ipv6' : 'ipv4')) return;
    const { address, port } = sender;
    socket.emit('message', asBuffer(data), { address, family, port, size: data.length });
  };
  handle.onerror = (error) => socket.emit('error', error);
  handle.recvStart();
  state.receiving = true;
  state.bindState = BOUND;
  if (state.recvBufferSize) setBufferSize(socket, 'receive', state.recvBufferSize);
  if (state.sendBufferSize) setBufferSize(socket, 'send', state.sendBufferSize);
  socket.emit('listening');
}

/** Does something once the socket is bound, in order; not if it cannot be. */
export function whenBound(socket: SocketLike, todo: () => void): void {
  const state = socket[kState];
  if (state.queue === undefined) {
    state.queue = [];
    const onError = (): void => {
      socket.removeListener('listening', onListening);
      state.queue = undefined;
    };
    const onListening = (): void => {
      socket.removeListener(errorMonitor, onError);
      const queue = state.queue ?? [];
      state.queue = undefined;
      for (const next of queue) next();
    };
    socket.once(errorMonitor, onError);
    socket.once('listening', onListening);
  }
  state.queue.push(todo);
}
