import type { Socket } from 'node:net';
import { systemError } from '../../capability/denial.ts';
import type { Endpoint, IpEndpoint } from '../../wit/zora-node-network.d.ts';
import { type ByteMeter, type InputChannel, inputFromReadable } from '../input-channel.ts';
import { type OutputChannel, outputToWritable } from '../output-channel.ts';
import { Readiness } from '../readiness.ts';

/** What a connection belongs to. */
export interface ConnectionOwner {
  /** Counts what is sent. */
  readonly meter: ByteMeter;
  /** Told once when nothing is left of the connection. */
  readonly onGone: () => void;
}

/** One socket of a guest, from before it is connected until nothing is left of it. */
export class HostConnection {
  readonly readiness = new Readiness(() => this.#news);
  readonly #owner: ConnectionOwner;
  #socket: Socket | undefined;
  #input: InputChannel | undefined;
  #output: OutputChannel | undefined;
  #path: string | undefined;
  #connected = false;
  #failure: unknown;
  /** `status` has something that it has not said yet. */
  #news = false;
  #closed = false;
  #gone = false;

  constructor(owner: ConnectionOwner) {
    this.#owner = owner;
  }

  get socket(): Socket | undefined {
    return this.#socket;
  }

  get input(): InputChannel | undefined {
    return this.#input;
  }

  get output(): OutputChannel | undefined {
    return this.#output;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether something is on its way. */
  get sending(): boolean {
    return (this.#socket?.writableLength ?? 0) > 0;
  }

  /**
   * Takes the socket, which is being connected or is so already.
   * @param path the path of a Unix socket, as the guest named it
   */
  adopt(socket: Socket, path?: string): void {
    this.#socket = socket;
    this.#path = path;
    // For the socket's whole life: an error without a listener would end the host.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // What reading fails with is for whoever reads.
      if (!this.#connected || error.syscall !== 'read') this.fail(this.#asNamed(error));
    });
    socket.once('close', () => this.#leave());
    if (socket.connecting) socket.once('connect', () => this.#open(socket));
    else this.#open(socket);
  }

  /** Ends the connection with an error, which `status` gives. */
  fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#news = true;
    if (this.#socket === undefined) this.#leave();
    this.readiness.notify();
  }

  /** Whether it is connected. @throws what it failed with */
  status(): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    this.#news = false;
    this.readiness.rearm();
    return this.#connected;
  }

  local(): Endpoint | undefined {
    const { localAddress, localPort } = this.#socket ?? {};
    if (localAddress === undefined || localPort === undefined) return undefined;
    return { tag: 'ip', val: { address: localAddress, port: localPort } };
  }

  remote(): IpEndpoint | undefined {
    const { remoteAddress, remotePort } = this.#socket ?? {};
    if (remoteAddress === undefined || remotePort === undefined) return undefined;
    return { address: remoteAddress, port: remotePort };
  }

  reset(): void {
    this.#closed = true;
    if (this.#socket === undefined) this.#leave();
    else if (this.#path === undefined) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  /** The guest lets go: what it was told had been written is still sent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#socket === undefined) {
      this.#leave();
      return;
    }
    this.#input?.cancel();
    const socket = this.#socket;
    if (this.#connected && this.sending) void this.#output?.settled().then(() => socket.destroy());
    else socket.destroy();
  }

  /** Ends it whatever is under way. */
  destroy(): void {
    this.#closed = true;
    this.#socket?.destroy();
    this.#leave();
  }

  #open(socket: Socket): void {
    this.#connected = true;
    this.#input = inputFromReadable(socket, { lazy: true, keep: true });
    this.#output = outputToWritable(socket, { meter: this.#owner.meter });
    this.#news = true;
    this.readiness.notify();
  }

  /** The host's own name of a Unix socket (a descriptor) is no news for the guest. */
  #asNamed(error: NodeJS.ErrnoException): Error {
    if (this.#path === undefined || error.code === undefined) return error;
    return systemError(error.code, { syscall: error.syscall ?? 'connect', address: this.#path });
  }

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#owner.onGone();
  }
}
