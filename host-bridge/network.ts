/** `zora:node/network`: stream sockets, each checked before it is made. */
import type { Socket } from 'node:net';
import type { Authority } from './capability/authority.ts';
import { systemError } from './capability/denial.ts';
import type { Implementation } from './internal/implementation.ts';
import { connectTo } from './internal/network/connect.ts';
import { HostConnection } from './internal/network/host-connection.ts';
import { HostListener } from './internal/network/host-listener.ts';
import { ResolvedNames } from './internal/network/resolved-names.ts';
import { Readiness } from './internal/readiness.ts';
import { guard, guardAsync } from './internal/wit-error.ts';
import { InputStream, OutputStream, Pollable } from './io.ts';
import { createNameLookup } from './name-lookup.ts';
import type * as Wit from './wit/zora-node-network.d.ts';

const ALWAYS = new Readiness(() => true);

/** A handle of a connection. */
export class Connection implements Wit.Connection {
  readonly #connection: HostConnection;
  #inputTaken = false;
  #outputTaken = false;
  #dropped = false;

  constructor(connection: HostConnection) {
    this.#connection = connection;
  }

  status(): boolean {
    return guard(() => {
      if (!(#connection in this)) return false;
      if (this.#dropped) throw systemError('EBADF', { syscall: 'connect' });
      return this.#connection.status();
    });
  }

  input(): InputStream | undefined {
    const channel = #connection in this && !this.#inputTaken ? this.#connection.input : undefined;
    if (channel === undefined) return undefined;
    this.#inputTaken = true;
    return new InputStream(channel, () => channel.cancel());
  }

  output(): OutputStream | undefined {
    const channel = #connection in this && !this.#outputTaken ? this.#connection.output : undefined;
    if (channel === undefined) return undefined;
    this.#outputTaken = true;
    return new OutputStream(channel);
  }

  local(): Wit.Endpoint | undefined {
    return #connection in this ? this.#connection.local() : undefined;
  }

  remote(): Wit.IpEndpoint | undefined {
    return #connection in this ? this.#connection.remote() : undefined;
  }

  setNoDelay(enable: boolean): void {
    if (#connection in this) this.#connection.socket?.setNoDelay(enable);
  }

  setKeepAlive(enable: boolean, initialDelayMs: number): void {
    if (#connection in this) this.#connection.socket?.setKeepAlive(enable, initialDelayMs);
  }

  reset(): void {
    if (#connection in this) this.#connection.reset();
  }

  subscribe(): Pollable {
    return new Pollable(#connection in this ? this.#connection.readiness : ALWAYS);
  }

  [Symbol.dispose](): void {
    if (!(#connection in this)) return;
    this.#dropped = true;
    this.#connection.close();
  }
}

/** A handle of a server. */
export class Listener implements Wit.Listener {
  readonly #listener: HostListener;
  readonly #toConnection: (socket: Socket) => HostConnection;

  constructor(listener: HostListener, toConnection: (socket: Socket) => HostConnection) {
    this.#listener = listener;
    this.#toConnection = toConnection;
  }

  accept(): Connection | undefined {
    const socket = #listener in this ? this.#listener.accept() : undefined;
    return socket && new Connection(this.#toConnection(socket));
  }

  local(): Wit.Endpoint | undefined {
    return #listener in this ? this.#listener.local() : undefined;
  }

  subscribe(): Pollable {
    return new Pollable(#listener in this ? this.#listener.readiness : ALWAYS);
  }

  [Symbol.dispose](): void {
    if (#listener in this) this.#listener.close();
  }
}

/** The sockets of one caller, and its look-ups. */
export class Network {
  readonly #authority: Authority;
  /** What the look-ups gave. */
  readonly names = new ResolvedNames();
  readonly #connections = new Set<HostConnection>();
  readonly #listeners = new Set<HostListener>();
  #lookups: ReturnType<typeof createNameLookup> | undefined;
  #disposed = false;

  constructor(authority: Authority) {
    this.#authority = authority;
  }

  /** The interface of look-ups. */
  get lookups(): ReturnType<typeof createNameLookup>['imports'] {
    return (this.#lookups ??= createNameLookup(this.#authority, this.names)).imports;
  }

  /** The interface. */
  readonly imports = {
    Connection,
    Listener,
    connect: (target: Wit.Target) => new Connection(this.#connect(target)),
    listen: (where: Wit.ListenTarget) =>
      guardAsync(async () => {
        const listener = await this.#listen(where);
        return new Listener(listener, (socket) => this.#accepted(socket, listener.local()));
      }),
  } satisfies Implementation<typeof Wit>;

  /**
   * Ends every connection and server.
   * @param graceMs how long connections that the guest has let go of may still send what it wrote
   */
  async dispose(graceMs = 20): Promise<void> {
    this.#disposed = true;
    for (const listener of this.#listeners) listener.close();
    this.#lookups?.dispose();
    const sending = [...this.#connections].filter((connection) => connection.closed && connection.sending);
    if (sending.length > 0) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([late, Promise.all(sending.map(({ output }) => output?.settled()))]);
      clearTimeout(timer);
    }
    for (const connection of [...this.#connections]) connection.destroy();
  }

  #connect(target: Wit.Target): HostConnection {
    const { limits } = this.#authority;
    let release = (): void => {};
    const connection = this.#newConnection(() => release());
    try {
      release = limits.acquire('sockets');
    } catch (error) {
      connection.fail(error);
      return connection;
    }
    void connectTo(connection, target, this.#authority, this.names);
    return connection;
  }

  #accepted(socket: Socket, at: Wit.Endpoint | undefined): HostConnection {
    const connection = this.#newConnection(() => {});
    connection.adopt(socket, at?.tag === 'path' ? at.val : undefined);
    return connection;
  }

  #newConnection(onGone: () => void): HostConnection {
    const { limits } = this.#authority;
    const connection = new HostConnection({
      meter: (bytes) => limits.count('outputBytes', bytes),
      onGone: () => {
        this.#connections.delete(connection);
        onGone();
      },
    });
    this.#connections.add(connection);
    return connection;
  }

  async #listen(where: Wit.ListenTarget): Promise<HostListener> {
    const { limits } = this.#authority;
    const release = limits.acquire('sockets');
    const admit = (): (() => void) | undefined => {
      try {
        return this.#disposed ? undefined : limits.acquire('sockets');
      } catch {
        // The limit is reached: the connection is refused, as by a system that has no descriptor left.
        return undefined;
      }
    };
    try {
      const listener =
        where.tag === 'path'
          ? await HostListener.path(where.val, this.#authority, admit)
          : await HostListener.tcp(where.val, this.#authority, admit);
      listener.onClose(() => {
        this.#listeners.delete(listener);
        release();
      });
      this.#listeners.add(listener);
      if (this.#disposed) listener.close();
      return listener;
    } catch (error) {
      release();
      throw error;
    }
  }
}
