/** `zora:node/datagram`: UDP sockets, each place that they bind or send to checked before. */
import type { Socket } from 'node:dgram';
import type { Authority } from './capability/authority.ts';
import { InvalidArgument, type NodeSystemError, systemError } from './capability/denial.ts';
import { HostUdpSocket } from './internal/datagram/host-udp-socket.ts';
import type { Implementation } from './internal/implementation.ts';
import type { ResolvedNames } from './internal/network/resolved-names.ts';
import { Readiness } from './internal/readiness.ts';
import { guard, guardAsync, toCallError } from './internal/wit-error.ts';
import { Pollable } from './io.ts';
import type * as Wit from './wit/zora-node-datagram.d.ts';

const ALWAYS = new Readiness(() => true);

/** A handle of a socket. One that the host never gave, or that was dropped, answers as a closed one. */
export class UdpSocket implements Wit.UdpSocket {
  readonly #socket: HostUdpSocket;
  #dropped = false;

  constructor(socket: HostUdpSocket) {
    this.#socket = socket;
  }

  bind(local: Wit.IpEndpoint | undefined): Promise<void> {
    return guardAsync(async () => UdpSocket.#held(this).bind(local));
  }

  connect(remote: Wit.Destination): Promise<void> {
    return guardAsync(async () => UdpSocket.#held(this).connect(remote));
  }

  disconnect(): void {
    guard(() => UdpSocket.#held(this).disconnect());
  }

  send(data: Uint8Array, to: Wit.Destination | undefined): void {
    guard(() => UdpSocket.#held(this).send(data, to));
  }

  sent(): (Wit.Error | undefined)[] {
    if (!UdpSocket.#isOpen(this)) return [];
    return this.#socket.sent().map((error) => (error === undefined ? undefined : toCallError(error).payload));
  }

  receive(most: number): Wit.Message[] {
    return guard(() => UdpSocket.#held(this).receive(most));
  }

  local(): Wit.IpEndpoint | undefined {
    return UdpSocket.#isOpen(this) ? this.#socket.local() : undefined;
  }

  remote(): Wit.IpEndpoint | undefined {
    return UdpSocket.#isOpen(this) ? this.#socket.remote() : undefined;
  }

  set(setting: Wit.Setting): void {
    guard(() => apply(UdpSocket.#held(this).socket, setting));
  }

  bufferSize(of: Wit.Buffer): number {
    return guard(() => {
      const { socket } = UdpSocket.#held(this);
      return inSystemTerms(() => (of === 'receive' ? socket.getRecvBufferSize() : socket.getSendBufferSize()));
    });
  }

  setBufferSize(of: Wit.Buffer, bytes: number): void {
    guard(() => {
      const { socket } = UdpSocket.#held(this);
      inSystemTerms(() => (of === 'receive' ? socket.setRecvBufferSize(bytes) : socket.setSendBufferSize(bytes)));
    });
  }

  join(group: Wit.Membership): Promise<void> {
    return guardAsync(async () => UdpSocket.#held(this).join(group));
  }

  leave(group: Wit.Membership): void {
    guard(() => UdpSocket.#held(this).leave(group));
  }

  subscribe(): Pollable {
    return new Pollable(UdpSocket.#isOpen(this) ? this.#socket.readiness : ALWAYS);
  }

  [Symbol.dispose](): void {
    if (!UdpSocket.#isOpen(this)) return;
    this.#dropped = true;
    this.#socket.close();
  }

  static #isOpen(handle: object): boolean {
    return #socket in handle && !handle.#dropped;
  }

  static #held(handle: UdpSocket): HostUdpSocket {
    if (!UdpSocket.#isOpen(handle)) throw new InvalidArgument('udp-socket: none');
    return handle.#socket;
  }
}

/** The datagram sockets of one caller. */
export class Datagrams {
  readonly #authority: Authority;
  readonly #names: ResolvedNames;
  readonly #sockets = new Set<HostUdpSocket>();

  /** @param names what the host's look-ups gave this caller */
  constructor(authority: Authority, names: ResolvedNames) {
    this.#authority = authority;
    this.#names = names;
  }

  /** The interface. */
  readonly imports = {
    UdpSocket,
    open: (options: Wit.SocketOptions) => guard(() => new UdpSocket(this.#open(options))),
  } satisfies Implementation<typeof Wit>;

  /** Closes every socket. */
  dispose(): void {
    for (const socket of [...this.#sockets]) socket.destroy();
  }

  #open(options: Wit.SocketOptions): HostUdpSocket {
    const release = this.#authority.limits.acquire('sockets');
    try {
      const socket: HostUdpSocket = new HostUdpSocket(options, this.#authority, this.#names, () => {
        this.#sockets.delete(socket);
        release();
      });
      this.#sockets.add(socket);
      return socket;
    } catch (error) {
      release();
      throw error;
    }
  }
}

function apply(socket: Socket, setting: Wit.Setting): void {
  switch (setting.tag) {
    case 'broadcast':
      socket.setBroadcast(setting.val);
      break;
    case 'ttl':
      socket.setTTL(setting.val);
      break;
    case 'multicast-ttl':
      socket.setMulticastTTL(setting.val);
      break;
    case 'multicast-loopback':
      socket.setMulticastLoopback(setting.val);
      break;
    case 'multicast-interface':
      socket.setMulticastInterface(setting.val);
  }
}

/** Node wraps what the system says of a buffer's size; here it is what the system said. */
function inSystemTerms<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    const { code, syscall } = (error as { info?: NodeSystemError }).info ?? {};
    throw code === undefined || syscall === undefined ? error : systemError(code, { syscall });
  }
}
