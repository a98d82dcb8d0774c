import { channel, hasSubscribers } from '../diagnostics_channel/channel.ts';
import { type NormalizedArgs, normalizeArgs } from './arguments.ts';
import { Socket } from './socket.ts';
import type { SocketLike } from './socket-types.ts';

/** A new socket that connects: https://nodejs.org/api/net.html#netcreateconnection */
export function connect(...args: unknown[]): SocketLike {
  const normalized: NormalizedArgs = normalizeArgs(args);
  const [options] = normalized;
  const socket = new Socket(options as never) as unknown as SocketLike;
  if (hasSubscribers('net.client.socket')) channel('net.client.socket').publish({ socket });
  if (options['timeout']) socket.setTimeout(options['timeout'] as number);
  // One that is aborted already is not to be connected: nobody would close it again.
  if ((options['signal'] as AbortSignal | undefined)?.aborted) return socket;
  return socket.connect(normalized);
}
