/** The stream of an upgrade whose request has a body that is still coming. */
import { Duplex } from '../streams/duplex.ts';
import type { Callback, MaybeError, NodeStream } from '../streams/types.ts';
import type { Incoming } from './incoming.ts';
import type { HttpSocket } from './types.ts';

export interface UpgradeStream extends NodeStream {
  push(chunk: unknown): boolean;
  readableLength: number;
}

/** Gives what follows the body of `request` on `socket`, from the time that `requestBodyCompleted` tells. */
export function upgradeStream(
  socket: HttpSocket,
  request: Incoming,
): { stream: UpgradeStream; requestBodyCompleted(head: Uint8Array): void } {
  let body: Incoming | null = request;
  const stream = new Duplex({
    allowHalfOpen: socket.allowHalfOpen ?? true,
    read() {
      // Who reads on wants the body out of the way.
      body?.resume();
      socket.resume();
    },
    write(chunk: unknown, encoding: unknown, callback: Callback) {
      socket.write(chunk, encoding, callback);
    },
    final(callback: Callback) {
      socket.end(callback);
    },
    destroy(error: MaybeError, callback: Callback) {
      socket.destroy(error as Error);
      callback(error);
    },
  } as never) as unknown as UpgradeStream;
  const pass = (chunk: unknown): void => {
    if (!stream.push(chunk)) socket.pause();
  };
  socket.on('error', (error: Error) => stream.destroy(error));
  socket.on('close', () => stream.destroy());
  stream.on('close', () => socket.destroy());
  socket.on('end', () => {
    stream.push(null);
    if (stream.readableLength === 0) stream.resume();
  });
  return {
    stream,
    requestBodyCompleted(head) {
      body = null;
      if (head.length > 0) pass(head);
      socket.on('data', pass);
    },
  };
}
