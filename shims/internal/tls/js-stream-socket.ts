import { Socket } from '../net/socket.ts';
import type { StreamHandle } from '../net/stream-handle.ts';
import type { Duplex } from '../streams/duplex.ts';
import { DuplexTransport } from './duplex-transport.ts';

/**
 * A socket over any two-way stream of the program. Node has the class without a name of its own; programs take it from
 * `tlsSocket._handle._parentWrap` (`got` does).
 */
export class JSStreamSocket extends Socket {
  readonly stream: unknown;

  constructor(stream: unknown) {
    const transport = new DuplexTransport(stream as InstanceType<typeof Duplex>);
    super({ handle: transport as unknown as StreamHandle } as never);
    this.stream = stream;
  }
}
