/** `dgram.Socket`. https://nodejs.org/api/dgram.html#class-dgramsocket */
import type { Setting } from 'zora:node/datagram@0.1.0';
import { EventEmitter } from '../../events.ts';
import { channel } from '../diagnostics_channel/channel.ts';
import { ERR_MISSING_ARGS, ERR_SOCKET_DGRAM_NOT_CONNECTED, errnoException } from '../errors.ts';
import { addAbortListener } from '../events/abort-listener.ts';
import { nextTick } from '../loop.ts';
import type { AddressInfo } from '../net/stream-handle.ts';
import { validateAbortSignal, validateNumber, validateString } from '../validators.ts';
import { bind } from './bind.ts';
import { getBufferSize, setBufferSize } from './buffer-size.ts';
import { connect, disconnect } from './connect.ts';
import { addDeprecatedMembers } from './deprecated.ts';
import { openState, type SocketOptions } from './options.ts';
import { send } from './send.ts';
import { CONNECTED, kState, runningHandle, type SocketLike, type SocketState } from './state.ts';

const created = /* @__PURE__ */ channel('udp.socket');

/** https://nodejs.org/api/dgram.html#class-dgramsocket */
export class Socket extends EventEmitter implements SocketLike {
  declare readonly [kState]: SocketState;
  type: 'udp4' | 'udp6';

  constructor(type: unknown, listener?: unknown) {
    super();
    const options = (typeof type === 'object' && type !== null ? type : { type }) as SocketOptions;
    Object.defineProperty(this, kState, { value: openState(options.type, options) });
    this.type = options.type as 'udp4' | 'udp6';
    if (typeof listener === 'function') this.on('message', listener as () => void);
    if (options.signal !== undefined) this.#obey(options.signal);
    if (created.hasSubscribers) created.publish({ socket: this });
  }

  #obey(signal: unknown): void {
    validateAbortSignal(signal, 'options.signal');
    const onAborted = (): void => {
      if (this[kState].handle) this.close();
    };
    if (signal?.aborted) onAborted();
    else {
      const listening = addAbortListener(signal as AbortSignal, onAborted);
      this.once('close', () => listening[Symbol.dispose]());
    }
  }

  bind(...args: unknown[]): this {
    bind(this, args);
    return this;
  }

  connect(port: unknown, address?: unknown, callback?: unknown): void {
    connect(this, port, address, callback);
  }

  disconnect(): void {
    disconnect(this);
  }

  send(...args: unknown[]): void {
    send(this, args);
  }

  /** The form of old: every argument must be there. */
  sendto(buffer: unknown, offset: unknown, length: unknown, port: unknown, address: unknown, callback?: unknown): void {
    validateNumber(offset, 'offset');
    validateNumber(length, 'length');
    validateNumber(port, 'port');
    validateString(address, 'address');
    this.send(buffer, offset, length, port, address, callback);
  }

  close(callback?: unknown): this {
    const state = this[kState];
    if (typeof callback === 'function') this.on('close', callback as () => void);
    if (state.queue !== undefined) {
      // After what waits to be sent.
      state.queue.push(() => this.close());
      return this;
    }
    const handle = runningHandle(this);
    state.receiving = false;
    handle.close();
    state.handle = null;
    nextTick(() => this.emit('close'));
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this[kState].handle) return;
    await new Promise<void>((resolve) => this.close(resolve));
  }

  address(): AddressInfo {
    const out: AddressInfo = {};
    check(runningHandle(this).getsockname(out), 'getsockname');
    return out;
  }

  remoteAddress(): AddressInfo {
    const handle = runningHandle(this);
    if (this[kState].connectState !== CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
    const out: AddressInfo = {};
    check(handle.getpeername(out), 'getpeername');
    return out;
  }

  #set(setting: Setting, syscall: string): void {
    check(runningHandle(this).set(setting), syscall);
  }

  setBroadcast(enable: unknown): void {
    this.#set({ tag: 'broadcast', val: Boolean(enable) }, 'setBroadcast');
  }

  setTTL(ttl: number): number {
    validateNumber(ttl, 'ttl');
    this.#set({ tag: 'ttl', val: ttl >>> 0 }, 'setTTL');
    return ttl;
  }

  setMulticastTTL(ttl: number): number {
    validateNumber(ttl, 'ttl');
    this.#set({ tag: 'multicast-ttl', val: ttl >>> 0 }, 'setMulticastTTL');
    return ttl;
  }

  setMulticastLoopback(enable: unknown): unknown {
    this.#set({ tag: 'multicast-loopback', val: Boolean(enable) }, 'setMulticastLoopback');
    return enable;
  }

  setMulticastInterface(interfaceAddress: unknown): void {
    runningHandle(this);
    validateString(interfaceAddress, 'interfaceAddress');
    this.#set({ tag: 'multicast-interface', val: interfaceAddress.toWellFormed() }, 'setMulticastInterface');
  }

  addMembership(multicastAddress: unknown, interfaceAddress?: unknown): void {
    const handle = runningHandle(this);
    if (!multicastAddress) throw new ERR_MISSING_ARGS('multicastAddress');
    check(handle.join(membership(multicastAddress, undefined, interfaceAddress)), 'addMembership');
  }

  dropMembership(multicastAddress: unknown, interfaceAddress?: unknown): void {
    const handle = runningHandle(this);
    if (!multicastAddress) throw new ERR_MISSING_ARGS('multicastAddress');
    check(handle.leave(membership(multicastAddress, undefined, interfaceAddress)), 'dropMembership');
  }

  addSourceSpecificMembership(source: unknown, group: unknown, interfaceAddress?: unknown): void {
    const handle = runningHandle(this);
    validateString(source, 'sourceAddress');
    validateString(group, 'groupAddress');
    check(handle.join(membership(group, source, interfaceAddress)), 'addSourceSpecificMembership');
  }

  dropSourceSpecificMembership(source: unknown, group: unknown, interfaceAddress?: unknown): void {
    const handle = runningHandle(this);
    validateString(source, 'sourceAddress');
    validateString(group, 'groupAddress');
    check(handle.leave(membership(group, source, interfaceAddress)), 'dropSourceSpecificMembership');
  }

  ref(): this {
    this[kState].handle?.ref();
    return this;
  }

  unref(): this {
    this[kState].handle?.unref();
    return this;
  }

  setRecvBufferSize(size: unknown): void {
    setBufferSize(this, 'receive', size);
  }

  setSendBufferSize(size: unknown): void {
    setBufferSize(this, 'send', size);
  }

  getRecvBufferSize(): number {
    return getBufferSize(this, 'receive');
  }

  getSendBufferSize(): number {
    return getBufferSize(this, 'send');
  }

  getSendQueueSize(): number {
    return this[kState].handle?.queueSize ?? 0;
  }

  getSendQueueCount(): number {
    return this[kState].handle?.queueCount ?? 0;
  }
}

addDeprecatedMembers(Socket.prototype);

function check(errno: number, syscall: string): void {
  if (errno) throw errnoException(errno, syscall);
}

function membership(group: unknown, source: string | undefined, interfaceAddress: unknown) {
  return {
    group: String(group).toWellFormed(),
    source: source?.toWellFormed(),
    interfaceAddress: interfaceAddress ? String(interfaceAddress).toWellFormed() : undefined,
  };
}
