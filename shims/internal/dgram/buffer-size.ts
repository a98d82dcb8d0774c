/** The sizes of a socket's buffers in the system. https://nodejs.org/api/dgram.html#socketgetrecvbuffersize */
import type { Buffer as BufferKind } from 'zora:node/datagram@0.1.0';
import { errnoMessage } from '../errno.ts';
import { ERR_SOCKET_BAD_BUFFER_SIZE, ERR_SOCKET_BUFFER_SIZE, type SystemException } from '../errors.ts';
import { runningHandle, type SocketLike } from './state.ts';

function asNodes<T>(of: BufferKind, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    const { errno, code = '' } = thrown as SystemException;
    if (typeof errno !== 'number') throw thrown;
    const syscall = of === 'receive' ? 'uv_recv_buffer_size' : 'uv_send_buffer_size';
    throw new ERR_SOCKET_BUFFER_SIZE({ errno, code, message: errnoMessage(errno), syscall });
  }
}

/** @throws ERR_SOCKET_BUFFER_SIZE */
export function getBufferSize(socket: SocketLike, of: BufferKind): number {
  const handle = runningHandle(socket);
  return asNodes(of, () => handle.bufferSize(of));
}

/** @throws ERR_SOCKET_BAD_BUFFER_SIZE, ERR_SOCKET_BUFFER_SIZE */
export function setBufferSize(socket: SocketLike, of: BufferKind, size: unknown): void {
  if ((size as number) >>> 0 !== size) throw new ERR_SOCKET_BAD_BUFFER_SIZE();
  const handle = runningHandle(socket);
  asNodes(of, () => handle.setBufferSize(of, size));
}
