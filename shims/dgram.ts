/** https://nodejs.org/api/dgram.html */
import { createSocketHandle } from './internal/dgram/deprecated.ts';
import { Socket } from './internal/dgram/socket.ts';

/** A new socket; https://nodejs.org/api/dgram.html#dgramcreatesocketoptions-callback */
export function createSocket(type: unknown, listener?: unknown): Socket {
  return new Socket(type, listener);
}

export { createSocketHandle as _createSocketHandle, Socket };
export default { _createSocketHandle: createSocketHandle, createSocket, Socket };
