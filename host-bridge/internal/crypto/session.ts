import type { Clock } from '../../capability/clock.ts';
import { InvalidArgument, LimitExceeded } from '../../capability/denial.ts';
import { guardCrypto } from './failure.ts';

/** Keys, hashes, ciphers and the like that one instance may hold at a time. */
const MAX_OBJECTS = 65536;
/** Tasks that one instance may have under way, and the data that they hold. */
const MAX_JOBS = 16384;
const MAX_JOB_BYTES = 512 * 1024 * 1024;

/** The most data of one call. */
export const MAX_DATA = 64 * 1024 * 1024;

/** What the objects of one invocation share: its clock and its counts. */
export class CryptoSession {
  readonly #clock: Pick<Clock, 'assertAlive'>;
  #objects = 0;
  #jobs = 0;
  #jobBytes = 0;

  constructor(clock: Pick<Clock, 'assertAlive'>) {
    this.#clock = clock;
  }

  /** Runs the body of an import: while there is time, and with WIT errors for what it throws. */
  call<T>(body: () => T): T {
    return guardCrypto(() => {
      this.#clock.assertAlive();
      return quietly(body);
    });
  }

  /** Counts an object. @throws LimitExceeded */
  acquireObject(): () => void {
    if (this.#objects >= MAX_OBJECTS) throw new LimitExceeded('cryptoObjects', MAX_OBJECTS);
    this.#objects++;
    return once(() => this.#objects--);
  }

  /** Counts a task and what it holds. @throws LimitExceeded */
  acquireJob(task: object): () => void {
    if (this.#jobs >= MAX_JOBS) throw new LimitExceeded('cryptoJobs', MAX_JOBS);
    const held = heldBytes(task);
    if (this.#jobBytes + held > MAX_JOB_BYTES) throw new LimitExceeded('cryptoJobBytes', MAX_JOB_BYTES);
    this.#jobs++;
    this.#jobBytes += held;
    return once(() => {
      this.#jobs--;
      this.#jobBytes -= held;
    });
  }
}

/** The bytes in a task: its lists, wherever they are in its records. */
function heldBytes(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null || value instanceof Held) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + heldBytes(item), 0);
}

const ignore = (): void => {};

/** Warnings of Node's crypto (deprecated, experimental) are the guest's: its shim warns it, and the host's standard error is not the place. */
function quietly<T>(body: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = ignore;
  try {
    return body();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function once(body: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    body();
  };
}

/** Checks the length of what a guest hands over or asks for. @throws InvalidArgument */
export function assertLength(length: number, name: string, most = MAX_DATA): void {
  if (length > most) throw new InvalidArgument(`${name}: more than ${most} bytes`);
}

/** A copy of its own for the guest: Node's small buffers are windows of a pool that holds others' bytes. */
export function bytes(buffer: ArrayBuffer | Uint8Array): Uint8Array {
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer) : new Uint8Array(buffer);
}

/**
 * An object of the library as a guest holds it. jco's glue makes an object without state where the guest names a handle
 * that it never got (ours ends the instance): such a one, and one that was dropped, is refused.
 */
export abstract class Held<T> {
  #value: T | undefined;
  readonly #release: () => void;
  protected readonly session: CryptoSession;

  constructor(session: CryptoSession, value: T, release: () => void) {
    this.session = session;
    this.#value = value;
    this.#release = release;
  }

  /** The object behind a handle. @throws InvalidArgument */
  static valueOf<T>(held: Held<T>): T {
    const value = #value in held ? held.#value : undefined;
    if (value === undefined) throw new InvalidArgument('handle: closed');
    return value;
  }

  /** Runs `body` with the object; what it throws becomes a WIT error. */
  protected static use<T, R>(held: Held<T>, body: (value: T) => R): R {
    const value = guardCrypto(() => Held.valueOf(held));
    return held.session.call(() => body(value));
  }

  [Symbol.dispose](): void {
    if (!(#value in this)) return;
    this.#value = undefined;
    this.#release();
  }
}
