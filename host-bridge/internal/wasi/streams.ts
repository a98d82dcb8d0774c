/** `wasi:io` for the engine: streams without a world behind them. */
import type * as WasiError from '@bytecodealliance/preview2-shim/interfaces/wasi-io-error';
import type * as WasiPoll from '@bytecodealliance/preview2-shim/interfaces/wasi-io-poll';
import type * as WasiStreams from '@bytecodealliance/preview2-shim/interfaces/wasi-io-streams';

/** Takes what the engine writes to its own standard output or error. */
export type EngineSink = (bytes: Uint8Array) => void;

const NO_BYTES = new Uint8Array(0);

/** A `result` error is taken from `payload`. */
const closed = () => Object.assign(new Error('closed'), { payload: { tag: 'closed' } });

/** `wasi:io/error.error`; this host never makes one. */
export class IoError implements WasiError.Error {
  toDebugString(): string {
    return '';
  }
}

/**
 * `wasi:io/poll.pollable`, always ready. The engine has nothing to wait for here: timers and I/O of the guest go through
 * the reactor, and a wait of this kind would block the host's thread with every other instance on it.
 */
export class EnginePollable implements WasiPoll.Pollable {
  ready(): boolean {
    return true;
  }

  block(): void {
    // Ready: returns at once.
  }
}

/** Everything is ready. */
export function poll(pollables: WasiPoll.Pollable[]): Uint32Array {
  return Uint32Array.from(pollables.keys());
}

/** An input stream at its end. */
export class EngineInput implements WasiStreams.InputStream {
  read(_length: bigint): Uint8Array {
    throw closed();
  }

  blockingRead(_length: bigint): Uint8Array {
    throw closed();
  }

  skip(_length: bigint): bigint {
    throw closed();
  }

  blockingSkip(_length: bigint): bigint {
    throw closed();
  }

  subscribe(): EnginePollable {
    return new EnginePollable();
  }
}

/** An output stream into a sink. */
export class EngineOutput implements WasiStreams.OutputStream {
  readonly #sink: EngineSink;

  constructor(sink: EngineSink) {
    this.#sink = sink;
  }

  checkWrite(): bigint {
    return 65536n;
  }

  write(contents: Uint8Array): void {
    this.#sink(contents);
  }

  blockingWriteAndFlush(contents: Uint8Array): void {
    this.#sink(contents);
  }

  flush(): void {
    // The sink has everything at once.
  }

  blockingFlush(): void {
    // The sink has everything at once.
  }

  subscribe(): EnginePollable {
    return new EnginePollable();
  }

  writeZeroes(length: bigint): void {
    this.#sink(zeroes(length));
  }

  blockingWriteZeroesAndFlush(length: bigint): void {
    this.#sink(zeroes(length));
  }

  splice(_source: WasiStreams.InputStream, _length: bigint): bigint {
    throw closed();
  }

  blockingSplice(_source: WasiStreams.InputStream, _length: bigint): bigint {
    throw closed();
  }
}

function zeroes(length: bigint): Uint8Array {
  return length === 0n ? NO_BYTES : new Uint8Array(Number(length > 65536n ? 65536n : length));
}
