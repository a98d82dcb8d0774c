/** A listener of the host as the handle that `net.Server` works on. */
import { listen as hostListen, type Listener, type ListenTarget } from 'zora:node/network@0.1.0';
import { activePipeServers, activeServers } from '../active-resources.ts';
import { addClosing, type LoopHandle, watch } from '../loop.ts';
import { callHost } from '../wit-error.ts';
import { type AddressInfo, describe, StreamHandle } from './stream-handle.ts';

/** Connections taken in one callback of the loop. */
const ACCEPTS_A_TURN = 1;

/** A server that listens. */
export class ServerHandle {
  readonly isPipe: boolean;
  /** The path of a Unix socket. */
  readonly path: string | undefined;
  /** Takes each connection. */
  onconnection: ((error: number, client?: StreamHandle) => void) | undefined;
  /** The server. */
  owner: object | undefined;
  readonly #listener: Listener;
  #watch: LoopHandle;
  #closed = false;

  /** Listens. @throws Node's error */
  constructor(where: ListenTarget) {
    this.isPipe = where.tag === 'path';
    this.path = where.tag === 'path' ? where.val.path : undefined;
    this.#listener = callHost(() => hostListen(where), 'listen');
    this.#watch = watch(this.#listener.subscribe(), () => this.#accept(), 'TCPSERVERWRAP');
    (this.isPipe ? activePipeServers : activeServers).add(this);
  }

  #accept(): void {
    for (let taken = 0; taken < ACCEPTS_A_TURN; taken++) {
      const connection = this.#closed ? null : this.#listener.accept();
      // None: that arms the watch again.
      if (connection === null) return;
      this.onconnection?.(0, new StreamHandle(this.isPipe, connection));
    }
    if (!this.#closed) this.#rearm();
  }

  /** More may wait, which a watch that has fired does not say: a new one does. */
  #rearm(): void {
    const refed = this.#watch.hasRef();
    this.#watch.close();
    this.#watch = watch(this.#listener.subscribe(), () => this.#accept(), 'TCPSERVERWRAP');
    if (!refed) this.#watch.unref();
  }

  close(done?: () => void): void {
    if (!this.#closed) {
      this.#closed = true;
      (this.isPipe ? activePipeServers : activeServers).delete(this);
      this.#watch.close();
      this.#listener[Symbol.dispose]();
      // It keeps the loop going for this iteration, as a handle that closes does.
      addClosing(done ?? (() => {}));
    } else if (done !== undefined) addClosing(done);
  }

  ref(): void {
    this.#watch.ref();
  }

  unref(): void {
    this.#watch.unref();
  }

  hasRef(): boolean {
    return !this.#closed && this.#watch.hasRef();
  }

  getsockname(out: AddressInfo): number {
    const end = this.#closed ? null : this.#listener.local();
    if (end === null) return -9;
    if (end.tag === 'ip') describe(out, end.val);
    return 0;
  }
}
