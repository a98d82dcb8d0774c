/**
 * A connection of the host as the handle that `net.Socket` works on: the guest's counterpart of Node's `TCP` and `Pipe`. It keeps the
 * loop alive as libuv's does, while it connects, reads or waits to write.
 */
import type { OutputStream } from 'zora:node/io@0.1.0';
import { type Connection, connect as hostConnect, type Target } from 'zora:node/network@0.1.0';
import { activePipes, activeSockets } from '../active-resources.ts';
import { errnoException } from '../errors.ts';
import { addClosing, type LoopHandle, watch } from '../loop.ts';
import { streamFailure } from '../streams/wit-failure.ts';
import { WitSink } from '../streams/wit-sink.ts';
import { WitSource } from '../streams/wit-source.ts';
import { fromThrown } from '../wit-error.ts';
import { isIPv6 } from './ip.ts';

type Done = (error?: Error | null) => void;

/** One end of a connection as Node describes it. */
export interface AddressInfo {
  address?: string;
  family?: 'IPv4' | 'IPv6';
  port?: number;
}

/** Fills in Node's description of an end. */
export function describe(target: AddressInfo, end: { address: string; port: number }): AddressInfo {
  return Object.assign(target, {
    address: end.address,
    family: isIPv6(end.address) ? 'IPv6' : 'IPv4',
    port: end.port,
  });
}

/** Who is told of what comes in. */
export interface HandleReader {
  /** Takes a chunk; false stops reading. */
  data(chunk: Uint8Array): boolean;
  end(): void;
  fail(error: Error): void;
}

/** A connection. */
export class StreamHandle {
  reading = false;
  bytesRead = 0;
  bytesWritten = 0;
  /** Set by the socket. */
  reader: HandleReader | undefined;
  /** Told of a failure to write that no write is there to be told of. */
  onwritefailure: ((error: Error) => void) | undefined;
  readonly isPipe: boolean;
  /** The socket. */
  owner: object | undefined;
  #connection: Connection | undefined;
  #source: WitSource | undefined;
  #output: OutputStream | undefined;
  #sink: WitSink | undefined;
  #watch: LoopHandle | undefined;
  #flush: LoopHandle | undefined;
  #connecting: Done | undefined;
  #refed = true;
  /** What came in was taken by somebody who asked for more at once. */
  #restarted = false;
  #closed = false;

  constructor(isPipe: boolean, connection?: Connection) {
    this.isPipe = isPipe;
    this.#connection = connection;
    (isPipe ? activePipes : activeSockets).add(this);
  }

  /** Connects; `done` gets Node's bare error (`errno`, `code`), or what the host refused with. */
  connect(target: Target, done: Done): void {
    const connection = hostConnect(target);
    this.#connection = connection;
    this.#connecting = done;
    this.#watchStatus(connection);
  }

  #watchStatus(connection: Connection): void {
    this.#watch = watch(connection.subscribe(), () => this.#checkStatus(), 'TCPWRAP');
    this.#updateRef();
  }

  #checkStatus(): void {
    let connected: boolean | undefined;
    let failure: Error | undefined;
    try {
      connected = this.#connection?.status();
    } catch (thrown) {
      failure = fromThrown(thrown, 'connect') as Error;
    }
    const connecting = this.#connecting;
    if (connecting !== undefined) {
      if (failure === undefined && connected !== true) return;
      this.#connecting = undefined;
      this.#updateRef();
      connecting(failure);
    } else if (failure !== undefined) {
      this.#watch?.close();
      this.onwritefailure?.(failure);
    }
  }

  /** No descriptor of the guest's: what libuv says for none. */
  get fd(): number {
    return -9;
  }

  readStart(): 0 {
    if (this.#closed) return 0;
    this.reading = true;
    this.#restarted = true;
    this.#startSource();
    this.#source?.start();
    return 0;
  }

  #startSource(): void {
    if (this.#source !== undefined) return;
    const input = this.#connection?.input();
    if (input === null || input === undefined) return;
    this.#source = new WitSource(input, {
      push: (chunk) => {
        this.bytesRead += chunk.length;
        this.#restarted = false;
        if (this.reader?.data(chunk) === false && !this.#restarted) this.reading = false;
        return this.reading;
      },
      end: () => this.reader?.end(),
      fail: (error) => this.reader?.fail(error),
    });
    if (!this.#refed) this.#source.unref();
  }

  readStop(): 0 {
    this.reading = false;
    this.#source?.stop();
    return 0;
  }

  #startSink(): WitSink | undefined {
    if (this.#sink !== undefined || this.#connection === undefined || this.#closed) return this.#sink;
    const output = this.#connection.output();
    if (output === null) return undefined;
    this.#output = output;
    this.#sink = new WitSink(output);
    if (!this.#refed) this.#sink.unref();
    if (this.#watch === undefined) this.#watchStatus(this.#connection);
    return this.#sink;
  }

  /** Writes `bytes`; `done` is called when the host takes more. */
  write(bytes: Uint8Array, done: Done): void {
    if (this.#closed) {
      done(errnoException(-9, 'write'));
      return;
    }
    const sink = this.#startSink();
    this.bytesWritten += bytes.length;
    if (sink === undefined) done(streamFailure({ payload: { tag: 'closed' } }, 'write'));
    else sink.write(bytes, done);
  }

  /** Ends the writing side; `done` is called when everything has been handed to the system. */
  shutdown(done: Done): void {
    const sink = this.#startSink();
    const output = this.#output;
    if (sink === undefined || output === undefined) {
      done();
      return;
    }
    sink.end((error) => {
      if (error) done(error);
      else this.#awaitFlush(output, done);
    });
  }

  #awaitFlush(output: OutputStream, done: Done): void {
    const check = (): void => {
      let flushed: boolean;
      let failure: Error | undefined;
      try {
        flushed = output.flushed();
      } catch (thrown) {
        flushed = true;
        failure = streamFailure(thrown, 'shutdown');
      }
      if (!flushed) return;
      this.#flush?.close();
      this.#flush = undefined;
      done(failure);
    };
    this.#flush = watch(output.subscribe(), check);
    if (!this.#refed) this.#flush.unref();
  }

  /** Closes it; `done` is called in the phase of close callbacks. */
  close(done?: () => void): void {
    if (!this.#closed) this.#release();
    if (done !== undefined) addClosing(done);
  }

  /** Closes it with a reset. */
  reset(done?: () => void): 0 {
    this.#connection?.reset();
    this.close(done);
    return 0;
  }

  #release(): void {
    this.#closed = true;
    (this.isPipe ? activePipes : activeSockets).delete(this);
    this.reading = false;
    this.#connecting = undefined;
    this.#watch?.close();
    this.#flush?.close();
    this.#source?.close();
    this.#sink?.close();
    this.#connection?.[Symbol.dispose]();
    this.#connection = undefined;
  }

  ref(): void {
    this.#refed = true;
    this.#source?.ref();
    this.#sink?.ref();
    this.#flush?.ref();
    this.#updateRef();
  }

  unref(): void {
    this.#refed = false;
    this.#source?.unref();
    this.#sink?.unref();
    this.#flush?.unref();
    this.#updateRef();
  }

  hasRef(): boolean {
    return this.#refed && !this.#closed;
  }

  #updateRef(): void {
    if (this.#refed && this.#connecting !== undefined) this.#watch?.ref();
    else this.#watch?.unref();
  }

  getsockname(out: AddressInfo): number {
    const end = this.#connection?.local();
    if (end === null || end === undefined) return -107;
    if (end.tag === 'ip') describe(out, end.val);
    return 0;
  }

  getpeername(out: AddressInfo): number {
    const end = this.#connection?.remote();
    if (end === null || end === undefined) return -107;
    describe(out, end);
    return 0;
  }

  setNoDelay(enable: boolean): 0 {
    this.#connection?.setNoDelay(enable);
    return 0;
  }

  /** @param initialDelay in seconds, as libuv takes it */
  setKeepAlive(enable: boolean, initialDelay: number): 0 {
    this.#connection?.setKeepAlive(enable, Math.min(initialDelay * 1000, 0xffffffff));
    return 0;
  }
}
