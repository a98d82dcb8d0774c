/**
 * TLS as the handle that `net.Socket` works on: the guest's counterpart of Node's `TLSWrap`. Records go between the transport and the
 * host's engine, plain bytes between the engine and the socket.
 */

import type { InputStream, OutputStream } from 'zora:node/io@0.1.0';
import { type Engine, type EngineOptions, Engine as HostEngine, type SecureContext } from 'zora:node/tls@0.1.0';
import { callCrypto, fromThrown } from '../crypto/failure.ts';
import { addClosing, type LoopHandle, setLoopTimer, watch } from '../loop.ts';
import type { AddressInfo, HandleReader, StreamHandle } from '../net/stream-handle.ts';
import { WitSink } from '../streams/wit-sink.ts';
import { WitSource } from '../streams/wit-source.ts';
import { connectionReset } from './errors.ts';
import { isFlushed, whenFlushed } from './linger.ts';
import type { Transport } from './transport.ts';

type Done = (error?: Error | null) => void;
type Event = NonNullable<ReturnType<Engine['nextEvent']>>;

/** Who is told of what the engine says. */
export interface TlsListener {
  onevent(event: Exclude<Event, { tag: 'failed' }>): void;
  onfailure(error: Error): void;
}

/** Records that are carried at most when a connection closes. */
const LAST_READS = 64;
/** How long the failure of an engine may come after its last record. */
const LAST_WORD_MS = 50;

/** See the file's head. */
export class TlsHandle implements Transport {
  reading = false;
  bytesRead = 0;
  bytesWritten = 0;
  reader: HandleReader | undefined;
  onwritefailure: ((error: Error) => void) | undefined;
  readonly transport: Transport;
  /** The socket beneath: the program's own, or one over its stream. */
  declare readonly _parentWrap: unknown;
  engine: Engine | undefined;
  #listener: TlsListener | undefined;
  #events: LoopHandle | undefined;
  /** Records of the peer into the engine, and the engine's out. */
  #recordsIn: WitSink | undefined;
  #recordsOut: WitSource | undefined;
  #recordsStream: InputStream | undefined;
  #source: WitSource | undefined;
  #sink: WitSink | undefined;
  #output: OutputStream | undefined;
  /** The socket has let go, and what it wrote is still being carried. */
  #lingering = false;
  /** What waits for the end of the handshake. */
  #waiting: (() => void)[] = [];
  #ending: Done | undefined;
  #recordsEnded = false;
  /** The last chunk was taken at once, by the engine and by the transport. */
  #received = false;
  #sent = false;
  #peerEnded = false;
  /** The peer has left during the handshake, and the engine has not said yet whether it said why. */
  #undecided = false;
  #isClient = false;
  #secure = false;
  #failed = false;
  #closed = false;
  #refed = true;
  /** What came in was taken by somebody who asked for more at once. */
  #restarted = false;

  constructor(transport: Transport) {
    this.transport = transport;
  }

  get isPipe(): boolean {
    return this.transport.isPipe;
  }

  /** No descriptor of the guest's: what libuv says for none. */
  get fd(): number {
    return -9;
  }

  connect(target: Parameters<StreamHandle['connect']>[0], done: Done): void {
    this.transport.connect(target, done);
  }

  /**
   * Begins TLS over the transport, which is connected.
   * @param first records that have been read already
   * @throws Node's error
   */
  start(context: SecureContext, options: EngineOptions, listener: TlsListener, first: readonly Uint8Array[]): void {
    const engine = callCrypto(() => HostEngine.open(context, options));
    this.engine = engine;
    this.#isClient = !options.server;
    this.#listener = listener;
    this.#events = watch(engine.subscribe(), () => this.#takeEvents());
    this.#recordsIn = new WitSink(engine.recordsIn() as OutputStream);
    this.#output = engine.output() as OutputStream;
    this.#sink = new WitSink(this.#output);
    this.#recordsStream = engine.recordsOut() as InputStream;
    this.#recordsOut = new WitSource(this.#recordsStream, {
      push: (chunk) => this.#send(chunk),
      end: () => this.#endRecords(),
      fail: (error) => this.#fail(error),
    });
    this.#recordsOut.start();
    this.#applyRef();
    const { transport } = this;
    transport.reader = {
      data: (chunk) => this.#receive(chunk),
      end: () => this.#transportEnded(),
      fail: (error) => this.#fail(error),
    };
    transport.onwritefailure = (error) => {
      if (!this.#peerEnded && this.#ending === undefined) this.#fail(error);
    };
    for (const chunk of first) this.#receive(chunk);
    transport.readStart();
  }

  /** Records of the peer: false until the engine takes more. */
  #receive(chunk: Uint8Array): boolean {
    let taken: boolean | undefined;
    this.#recordsIn?.write(chunk, (error) => {
      if (taken === undefined) taken = true;
      else if (!error) this.#resumeTransport();
    });
    taken ??= false;
    this.#received = taken;
    return taken;
  }

  /** A source that is started again gives one chunk, and the next when it is asked for. */
  #resumeTransport(): void {
    do {
      this.#received = false;
      if (!this.#closed) this.transport.readStart();
    } while (this.#received);
  }

  /** Records for the peer: false until the transport takes more. */
  #send(chunk: Uint8Array): boolean {
    let taken: boolean | undefined;
    this.transport.write(chunk, (error) => {
      // To a peer that has left, the end need not be said.
      if (error && !this.#peerEnded && this.#ending === undefined) this.#fail(error);
      else if (taken === undefined) taken = true;
      else this.#resumeRecords();
    });
    taken ??= false;
    this.#sent = taken;
    return taken;
  }

  #resumeRecords(): void {
    do {
      this.#sent = false;
      if (!this.#closed) this.#recordsOut?.start();
    } while (this.#sent);
  }

  #endRecords(): void {
    this.#recordsEnded = true;
    const ending = this.#ending;
    this.#ending = undefined;
    if (this.#closed) return;
    // The engine says why in the same breath, or never.
    if (this.#undecided) setLoopTimer(() => this.#endUndecided(), LAST_WORD_MS);
    // That the peer has left does not matter to whoever says that it has ended.
    this.transport.shutdown((error) => {
      const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
      ending?.(code === 'EPIPE' || code === 'ECONNRESET' ? undefined : error);
    });
  }

  #transportEnded(): void {
    this.#peerEnded = true;
    this.#recordsIn?.end(() => {});
    if (this.#secure || this.#closed) return;
    this.#undecided = true;
    // A client's engine has the last word: what came before the end may be the alert that says why.
    if (!this.#isClient) this.#endUndecided();
  }

  /** The transport has ended in the middle of the handshake, and the engine has taken all of it. */
  #endUndecided(): void {
    if (!this.#undecided || this.#closed) return;
    this.#undecided = false;
    this.#takeEvents();
    if (this.#failed) return;
    this.reader?.end();
    this.#goOn();
  }

  /** What has waited for the handshake goes on, or fails since there will be none. */
  #goOn(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  get #handshaking(): boolean {
    return !this.#secure && (!this.#peerEnded || this.#undecided) && !this.#closed;
  }

  #fail(error: Error): void {
    if (this.#failed || this.#closed) return;
    this.#failed = true;
    const ending = this.#ending;
    this.#ending = undefined;
    this.#listener?.onfailure(error);
    ending?.(error);
  }

  #takeEvents(): void {
    for (let event = this.engine?.nextEvent(); event && !this.#closed; event = this.engine?.nextEvent()) {
      if (event.tag === 'failed') {
        const error = fromThrown({ payload: { tag: 'library', val: event.val } }) as NodeJS.ErrnoException;
        // That the transport is gone, it says itself, and in the words of the side that it is.
        if (error.code === 'ECONNRESET') {
          this.#endUndecided();
          continue;
        }
        this.#carryRest();
        this.#fail(error);
      } else this.#listener?.onevent(event);
    }
  }

  /** The handshake is done, and the socket has not refused the peer: plain bytes may come and go. */
  established(): void {
    this.#secure = true;
    this.#events?.unref();
    if (this.reading && !this.#closed) this.readStart();
    this.#goOn();
  }

  readStart(): 0 {
    if (this.#closed) return 0;
    this.reading = true;
    this.#restarted = true;
    if (!this.#secure) return 0;
    if (this.#source === undefined) {
      this.#source = new WitSource(this.engine?.input() as InputStream, {
        push: (chunk) => {
          this.bytesRead += chunk.length;
          this.#restarted = false;
          if (this.reader?.data(chunk) === false && !this.#restarted) this.reading = false;
          return this.reading;
        },
        end: () => {
          this.#peerEnded = true;
          this.#takeEvents();
          if (!this.#failed) this.reader?.end();
        },
        fail: (error) => {
          this.#takeEvents();
          this.#fail(error);
        },
      });
      if (!this.#refed) this.#source.unref();
    }
    this.#source.start();
    return 0;
  }

  readStop(): 0 {
    this.reading = false;
    this.#source?.stop();
    return 0;
  }

  write(bytes: Uint8Array, done: Done): void {
    // Nothing is said to a peer that the socket may refuse.
    if (this.#handshaking) {
      this.#waiting.push(() => this.write(bytes, done));
      return;
    }
    this.bytesWritten += bytes.length;
    if (this.#sink === undefined || !this.#secure) done(connectionReset('The connection ended before it was secure'));
    else
      this.#sink.write(bytes, (error) => {
        if (error) this.#takeEvents();
        done(error);
      });
  }

  shutdown(done: Done): void {
    if (this.#handshaking) {
      this.#waiting.push(() => this.shutdown(done));
      return;
    }
    if (this.#recordsEnded || this.#sink === undefined || !this.#secure) {
      done();
      return;
    }
    this.#ending = done;
    this.#sink.end((error) => {
      if (!error) return;
      this.#ending = undefined;
      done(error);
    });
  }

  /** Ends the engine and leaves the transport. */
  end(): void {
    if (!this.#closed) this.#release();
  }

  /** What the engine has to say yet, such as an alert, is carried before the transport closes. */
  #carryRest(): void {
    const source = this.#recordsOut;
    if (source === undefined || this.#recordsEnded) return;
    this.#recordsOut = undefined;
    const stream = this.#recordsStream;
    try {
      for (let i = 0; i < LAST_READS; i++) {
        const chunk = stream?.read(65536);
        if (chunk === undefined || chunk.length === 0) break;
        this.transport.write(chunk, () => {});
      }
    } catch {
      // Its end: nothing is left to carry.
    }
    source.close();
  }

  close(done?: () => void): void {
    if (this.#closed || this.#lingering) {
      if (done !== undefined) addClosing(done);
    } else if (this.#isCarrying() && this.#output) {
      this.#linger(this.#output, done);
    } else {
      this.#release();
      this.transport.close(done);
    }
  }

  /** Whether something that was written is not in records that the transport has; whoever is at the end already knows. */
  #isCarrying(): boolean {
    if (!this.#secure || this.#failed || this.#peerEnded || this.#recordsEnded || this.#ending !== undefined)
      return false;
    return this.#output !== undefined && !isFlushed(this.#output);
  }

  /** Nobody is told of anything any more, while the last records are carried. */
  #linger(output: OutputStream, done: (() => void) | undefined): void {
    this.#lingering = true;
    this.reading = false;
    this.reader = undefined;
    this.onwritefailure = undefined;
    this.#listener = undefined;
    this.#source?.close();
    this.transport.reader = { data: () => true, end: () => {}, fail: () => {} };
    whenFlushed(output, () => {
      if (!this.#closed) this.#release();
      this.transport.close(done);
    });
  }

  reset(done?: () => void): 0 {
    if (!this.#closed) this.#release();
    this.transport.reset(done);
    return 0;
  }

  #release(): void {
    this.#carryRest();
    this.#closed = true;
    this.reading = false;
    this.#waiting = [];
    this.#ending = undefined;
    this.transport.reader = undefined;
    this.transport.onwritefailure = undefined;
    this.#events?.close();
    this.#source?.close();
    this.#sink?.close();
    this.#recordsIn?.close();
    this.#recordsOut?.close();
    this.engine?.[Symbol.dispose]();
    this.engine = undefined;
  }

  ref(): void {
    this.#refed = true;
    this.transport.ref();
    this.#applyRef();
  }

  unref(): void {
    this.#refed = false;
    this.transport.unref();
    this.#applyRef();
  }

  #applyRef(): void {
    for (const one of [this.#source, this.#sink, this.#recordsIn, this.#recordsOut]) {
      if (this.#refed) one?.ref();
      else one?.unref();
    }
    if (this.#refed && !this.#secure) this.#events?.ref();
    else this.#events?.unref();
  }

  hasRef(): boolean {
    return this.#refed && !this.#closed;
  }

  getsockname(out: AddressInfo): number {
    return this.transport.getsockname(out);
  }

  getpeername(out: AddressInfo): number {
    return this.transport.getpeername(out);
  }

  setNoDelay(enable: boolean): 0 {
    return this.transport.setNoDelay(enable);
  }

  setKeepAlive(enable: boolean, initialDelay: number): 0 {
    return this.transport.setKeepAlive(enable, initialDelay);
  }
}
