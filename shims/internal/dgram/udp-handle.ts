/**
 * A UDP socket of the host as the handle that `dgram.Socket` works on: the guest's counterpart of Node's `UDP`. Its methods give libuv's
 * negative number for what the system refused, and throw what the token does not allow.
 */
import {
  type Buffer as BufferKind,
  type Destination,
  type Membership,
  type Message,
  open,
  type Setting,
  type SocketOptions,
  type UdpSocket,
} from 'zora:node/datagram@0.1.0';
import { errnoException, type SystemException } from '../errors.ts';
import { type LoopHandle, nextTick, pending, setPoll, watch } from '../loop.ts';
import { type AddressInfo, describe } from '../net/stream-handle.ts';
import { callHost, fromThrown, toNodeError } from '../wit-error.ts';

/** Datagrams that are taken at a time; each is delivered in a callback of its own. */
const BATCH = 32;

type Sent = (error: Error | null) => void;

/** A socket of the host. */
export class UdpHandle {
  /** Takes what comes in. */
  onmessage: ((message: Message) => void) | undefined;
  /** Told of a failure to receive. */
  onerror: ((error: Error) => void) | undefined;
  readonly #socket: UdpSocket;
  #watch: LoopHandle | undefined;
  #receiving = false;
  #refed = true;
  #closed = false;
  /** The watch has fired, and `receive` has not been called since. */
  #more = false;
  #messages: Message[] = [];
  #next: LoopHandle | undefined;
  /** Datagrams of which it is not known yet what has become of them; they keep the loop alive. */
  #sending: { bytes: number; done: Sent }[] = [];
  #alive: LoopHandle | undefined;

  /** @throws ERR_LIMIT_EXCEEDED */
  constructor(options: SocketOptions) {
    this.#socket = callHost(() => open(options));
  }

  /** Binds it; without a place, to one for the answers to what it sends. */
  bind(local?: { address: string; port: number }): number {
    return errnoOf(() => this.#socket.bind(local ?? null));
  }

  connect(remote: Destination): number {
    return errnoOf(() => this.#socket.connect(remote));
  }

  disconnect(): number {
    return errnoOf(() => this.#socket.disconnect());
  }

  /** Sends a datagram; `done` is told later what has become of it. */
  send(data: Uint8Array, to: Destination | undefined, done: Sent): number {
    const error = errnoOf(() => this.#socket.send(data, to ?? null));
    if (error !== 0) return error;
    this.#sending.push({ bytes: data.length, done });
    this.#alive ??= pending();
    this.#startWatch();
    return 0;
  }

  get queueCount(): number {
    return this.#sending.length;
  }

  get queueSize(): number {
    return this.#sending.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  recvStart(): void {
    this.#receiving = true;
    this.#startWatch();
    this.#updateRef();
  }

  recvStop(): void {
    this.#receiving = false;
    this.#updateRef();
  }

  /** Closes it; what was sent before is still told of. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.recvStop();
    this.#next?.close();
    this.#messages = [];
    if (this.#sending.length === 0) this.#release();
  }

  ref(): void {
    this.#refed = true;
    this.#updateRef();
  }

  unref(): void {
    this.#refed = false;
    this.#updateRef();
  }

  hasRef(): boolean {
    return this.#refed && !this.#closed;
  }

  getsockname(out: AddressInfo): number {
    const local = this.#socket.local();
    // EBADF: a socket that is not bound has no descriptor.
    if (local === null) return -9;
    describe(out, local);
    return 0;
  }

  getpeername(out: AddressInfo): number {
    const remote = this.#socket.remote();
    if (remote === null) return -107;
    describe(out, remote);
    return 0;
  }

  set(setting: Setting): number {
    return errnoOf(() => this.#socket.set(setting));
  }

  /** The size of a buffer. @throws the system's error */
  bufferSize(of: BufferKind): number {
    return callHost(() => this.#socket.bufferSize(of));
  }

  /** @throws the system's error */
  setBufferSize(of: BufferKind, bytes: number): void {
    callHost(() => this.#socket.setBufferSize(of, bytes));
  }

  join(group: Membership): number {
    return errnoOf(() => this.#socket.join(group));
  }

  leave(group: Membership): number {
    return errnoOf(() => this.#socket.leave(group));
  }

  #startWatch(): void {
    if (this.#watch !== undefined) return;
    this.#watch = watch(this.#socket.subscribe(), () => {
      this.#more = true;
      this.#run();
    });
    this.#updateRef();
  }

  /** Tells what has become of what was sent, and delivers one datagram. */
  #run(): void {
    const told = this.#settle();
    if (!this.#receiving) return;
    if (told) {
      // A question has been sent before its answer comes in.
      this.#continue();
      return;
    }
    if (this.#messages.length === 0 && !this.#receive()) return;
    const message = this.#messages.shift();
    this.#continue();
    if (message !== undefined) this.onmessage?.(message);
  }

  /** @returns whether there was something to tell */
  #settle(): boolean {
    if (this.#sending.length === 0) return false;
    const outcomes = this.#socket.sent();
    for (const error of outcomes) {
      const done = this.#sending.shift()?.done;
      if (done !== undefined) nextTick(done as never, error === null ? null : toNodeError(error, 'send'));
    }
    if (this.#sending.length === 0) {
      this.#alive?.close();
      this.#alive = undefined;
      if (this.#closed) this.#release();
    }
    return outcomes.length > 0;
  }

  /** Takes what has come in, where something may have. */
  #receive(): boolean {
    if (!this.#more) return false;
    this.#more = false;
    try {
      this.#messages = this.#socket.receive(BATCH);
    } catch (thrown) {
      // Datagrams may wait behind it.
      this.#more = true;
      this.#continue();
      const error = fromThrown(thrown) as SystemException;
      this.onerror?.(error.errno === undefined ? error : errnoException(error.errno, 'recvmsg'));
      return false;
    }
    this.#more = this.#messages.length === BATCH;
    return true;
  }

  /** Delivers the rest in callbacks of their own. */
  #continue(): void {
    if (this.#next !== undefined || (this.#messages.length === 0 && !this.#more)) return;
    this.#next = setPoll(() => {
      this.#next = undefined;
      this.#run();
    });
  }

  #updateRef(): void {
    if (this.#refed && this.#receiving) this.#watch?.ref();
    else this.#watch?.unref();
  }

  #release(): void {
    this.#watch?.close();
    this.#socket[Symbol.dispose]();
  }
}

/** What the system said: 0 or libuv's negative number. @throws what else the host refused */
function errnoOf(call: () => void): number {
  try {
    call();
    return 0;
  } catch (thrown) {
    const error = fromThrown(thrown) as SystemException;
    if (typeof error.errno === 'number' && error.errno < 0) return error.errno;
    throw error;
  }
}
