/** `socket.connect` and `disconnect`. https://nodejs.org/api/dgram.html#socketconnectport-address-callback */
import {
  ERR_IP_BLOCKED,
  ERR_SOCKET_DGRAM_IS_CONNECTED,
  ERR_SOCKET_DGRAM_NOT_CONNECTED,
  errnoException,
  exceptionWithHostPort,
} from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validatePort, validateString } from '../validators.ts';
import { bindForSending, whenBound } from './bind.ts';
import { type Destination, destination, isBlocked } from './destination.ts';
import {
  BOUND,
  CONNECTED,
  CONNECTING,
  DISCONNECTED,
  kState,
  runningHandle,
  type SocketLike,
  UNBOUND,
} from './state.ts';

type Callback = (error?: Error) => void;

/** https://nodejs.org/api/dgram.html#socketconnectport-address-callback */
export function connect(socket: SocketLike, portGiven: unknown, addressGiven: unknown, callbackGiven: unknown): void {
  const port = validatePort(portGiven, 'Port', false);
  let callback = callbackGiven as Callback | undefined;
  let address = addressGiven;
  if (typeof address === 'function') {
    callback = address as Callback;
    address = '';
  } else if (address === undefined) address = '';
  validateString(address, 'address');
  const state = socket[kState];
  if (state.connectState !== DISCONNECTED) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  runningHandle(socket);
  state.connectState = CONNECTING;
  const begin = (): void => lookUpAndConnect(socket, port, address, callback);
  if (state.bindState === UNBOUND) bindForSending(socket);
  if (state.bindState === BOUND) begin();
  else whenBound(socket, begin);
}

function lookUpAndConnect(socket: SocketLike, port: number, name: string, callback: Callback | undefined): void {
  const state = socket[kState];
  if (callback) socket.once('connect', callback);
  state.lookup(name, (lookupError, address) => {
    if (!state.handle) return;
    try {
      if (lookupError) throw lookupError;
      if (isBlocked(state.sendBlockList, address)) throw new ERR_IP_BLOCKED(address);
      const remote: Destination | number = destination(name, address, port);
      const error = typeof remote === 'number' ? remote : state.handle.connect(remote);
      if (error) throw exceptionWithHostPort(error, 'connect', name, port);
    } catch (error) {
      state.connectState = DISCONNECTED;
      nextTick(() => {
        if (callback) {
          socket.removeListener('connect', callback);
          callback(error as Error);
        } else socket.emit('error', error);
      });
      return;
    }
    state.connectState = CONNECTED;
    nextTick(() => socket.emit('connect'));
  });
}

/** https://nodejs.org/api/dgram.html#socketdisconnect */
export function disconnect(socket: SocketLike): void {
  const state = socket[kState];
  if (state.connectState !== CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const error = runningHandle(socket).disconnect();
  if (error) throw errnoException(error, 'connect');
  state.connectState = DISCONNECTED;
}
