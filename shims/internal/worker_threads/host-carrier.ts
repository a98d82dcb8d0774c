/** Channels to other instances, over `zora:node/workers`. */
import { channel, join, type Port } from 'zora:node/workers@0.1.0';
import { type LoopHandle, watch } from '../loop.ts';
import { type Carrier, End, endOf, type MessagePort, portOf } from '../message-channel.ts';
import { callHost } from '../wit-error.ts';
import { decode, encode } from './codec.ts';

/** Carries what one end of a host's channel says. */
class HostCarrier implements Carrier {
  readonly port: Port;

  constructor(port: Port) {
    this.port = port;
  }

  send(data: unknown, ports: readonly MessagePort[]): void {
    post(this.port, data, ports);
  }

  receive(): { data: unknown; ports: object[] } | undefined {
    const message = this.port.receive();
    if (message === null || message === undefined) return undefined;
    return read(message);
  }

  isClosed(): boolean {
    return this.port.closed();
  }

  watch(callback: () => void): LoopHandle {
    return watch(this.port.subscribe(), callback, 'MESSAGEPORT');
  }

  close(): void {
    this.port[Symbol.dispose]();
  }
}

/** Sends a value with ports that have been moved for it. */
export function post(port: Port, data: unknown, ports: readonly MessagePort[]): void {
  const bytes = encode(data, ports);
  callHost(() => port.post({ data: bytes, ports: ports.map(give) }), 'postMessage');
}

/** What has come. */
export function read(message: { data: Uint8Array; ports: Port[] }): { data: unknown; ports: MessagePort[] } {
  const ports = message.ports.map(portFrom);
  return { data: decode(message.data, ports), ports };
}

/** A port for an end of a host's channel. */
export function portFrom(port: Port): MessagePort {
  const end = new End();
  const made = portOf(end);
  end.carry(new HostCarrier(port));
  return made;
}

/** What goes to another instance in the place of a port; what waits for it goes along. */
export function give(port: MessagePort): Port {
  const end = endOf(port);
  const carrier = end.releaseCarrier();
  end.closed = true;
  if (carrier instanceof HostCarrier) return carrier.port;
  const [near, far] = callHost(() => channel(), 'postMessage');
  for (const { data, ports } of end.queue.splice(0)) post(near, data, ports as MessagePort[]);
  const { other } = end;
  if (other === undefined || other.closed) near[Symbol.dispose]();
  else other.carry(new HostCarrier(near));
  return far;
}

/** A new channel to another instance: a port for here, and the host's end for there. */
export function openChannel(): { here: MessagePort; there: Port } {
  const [near, there] = callHost(() => channel(), 'worker');
  return { here: portFrom(near), there };
}

/** A member of a group of the whole program, as a port. */
export function joinGroup(name: string): MessagePort {
  return portFrom(callHost(() => join(name), 'BroadcastChannel'));
}
