/** A connection that has come in. */
import { channel, hasSubscribers } from '../diagnostics_channel/channel.ts';
import { errnoException } from '../errors.ts';
import type { ServerLike } from './server-types.ts';
import { Socket } from './socket.ts';
import { kSetKeepAlive, kSetKeepAliveInitialDelay, kSetNoDelay, type SocketLike } from './socket-types.ts';
import type { AddressInfo, StreamHandle } from './stream-handle.ts';

function drop(server: ServerLike, handle: StreamHandle): void {
  const local: AddressInfo = {};
  const remote: AddressInfo = {};
  handle.getsockname(local);
  handle.getpeername(remote);
  handle.close();
  server.emit('drop', {
    localAddress: local.address,
    localPort: local.port,
    localFamily: local.family,
    remoteAddress: remote.address,
    remotePort: remote.port,
    remoteFamily: remote.family,
  });
}

function isBlocked(server: ServerLike, handle: StreamHandle): boolean {
  const remote: AddressInfo = {};
  if (!server.blockList || handle.getpeername(remote) !== 0 || remote.address === undefined) return false;
  return server.blockList.check(remote.address, remote.family?.toLowerCase());
}

/** Makes the socket of a connection, and tells the server's listeners. */
export function onConnection(server: ServerLike, error: number, handle: StreamHandle | undefined): void {
  if (error || handle === undefined) {
    server.emit('error', errnoException(error, 'accept'));
    return;
  }
  const { maxConnections } = server;
  if (maxConnections !== undefined && maxConnections !== null && server._connections >= maxConnections) {
    drop(server, handle);
    return;
  }
  if (isBlocked(server, handle)) {
    handle.close();
    return;
  }
  const socket = new Socket({
    handle,
    allowHalfOpen: server.allowHalfOpen,
    pauseOnCreate: server.pauseOnConnect,
    readable: true,
    writable: true,
    ...(server.highWaterMark === undefined
      ? {}
      : { readableHighWaterMark: server.highWaterMark, writableHighWaterMark: server.highWaterMark }),
  } as never) as unknown as SocketLike;
  if (server.noDelay) {
    socket[kSetNoDelay] = true;
    handle.setNoDelay(true);
  }
  if (server.keepAlive) {
    socket[kSetKeepAlive] = true;
    socket[kSetKeepAliveInitialDelay] = server.keepAliveInitialDelay;
    handle.setKeepAlive(true, server.keepAliveInitialDelay);
  }
  server._connections++;
  socket.server = server;
  socket._server = server;
  server.emit('connection', socket);
  if (hasSubscribers('net.server.socket')) channel('net.server.socket').publish({ socket });
}
