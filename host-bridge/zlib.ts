/** `zora:node/zlib`: compression by the host's own libraries, pulled by the guest a bounded step at a time. */
import { crc32 } from 'node:zlib';
import type { Clock } from './capability/clock.ts';
import { InvalidArgument, LimitExceeded } from './capability/denial.ts';
import type { Implementation } from './internal/implementation.ts';
import { toCallError, WitError } from './internal/wit-error.ts';
import { CodecFailure, Engine } from './internal/zlib/engine.ts';
import { codecMemory } from './internal/zlib/memory.ts';
import type { Error as CallError } from './wit/zora-node-errors.d.ts';
import type * as Zlib from './wit/zora-node-zlib.d.ts';

/** The parts of an authority that codecs need. */
export interface ZlibAuthority {
  readonly clock: Pick<Clock, 'assertAlive'>;
}

/** The most input of one step. */
const MAX_INPUT = 16 * 1024 * 1024;
/** The most output of one step. */
const MAX_OUTPUT = 1024 * 1024;
/** What a codec takes before it has seen data, and for each byte that has gone in or come out, until it has all that it may. */
const FIRST_MEMORY = 512 * 1024;
const MEMORY_PER_BYTE = 8;
/** The most memory that the codecs of one instance hold at a time. */
const MAX_MEMORY = 512 * 1024 * 1024;

const NOTHING = new Uint8Array(0);

/** The interface for one invocation. `Codec` is a class of this invocation's own: its instances count against its limits. */
export function createZlib(authority: ZlibAuthority): Implementation<typeof Zlib> {
  let held = 0;
  const assertFree = (memory: number): void => {
    if (held + memory > MAX_MEMORY) throw new LimitExceeded('codecMemory', MAX_MEMORY);
  };

  class Codec implements Zlib.Codec {
    readonly #engine: Engine;
    /** The most that it may come to hold, and what counts against the limit by now. */
    readonly #mostMemory: number;
    #memory = 0;
    #bytes = 0;
    #rest: Uint8Array = NOTHING;
    #open = true;

    private constructor(engine: Engine, memory: number) {
      this.#engine = engine;
      this.#mostMemory = memory;
    }

    static open(mode: Zlib.Mode, options: Zlib.CodecOptions): Codec {
      return guardCodec(() => {
        authority.clock.assertAlive();
        const memory = codecMemory(mode, options);
        assertFree(Math.min(memory, FIRST_MEMORY));
        const codec = new Codec(new Engine(mode, options), memory);
        codec.#hold(0);
        return codec;
      });
    }

    transform(input: Uint8Array, flush: number, room: number): Zlib.Step {
      return guardCodec(() => {
        if (input.length > MAX_INPUT) throw new InvalidArgument(`input: longer than ${MAX_INPUT} bytes`);
        return Codec.#live(this).#step(input, flush, room);
      });
    }

    proceed(flush: number, room: number): Zlib.Step {
      return guardCodec(() => {
        const codec = Codec.#live(this);
        return codec.#step(codec.#rest, flush, room);
      });
    }

    params(level: number, strategy: number): void {
      guardCodec(() => Codec.#live(this).#engine.params(level, strategy));
    }

    reset(): void {
      guardCodec(() => {
        const codec = Codec.#live(this);
        codec.#rest = NOTHING;
        codec.#engine.reset();
      });
    }

    [Symbol.dispose](): void {
      if (!(#open in this) || !this.#open) return;
      this.#open = false;
      held -= this.#memory;
      this.#rest = NOTHING;
      this.#engine.close();
    }

    /** Counts the memory that the libraries touch as data goes through: they reserve far more than small data needs. */
    #hold(bytes: number): void {
      this.#bytes += bytes;
      const memory = Math.min(this.#mostMemory, FIRST_MEMORY + MEMORY_PER_BYTE * this.#bytes);
      assertFree(memory - this.#memory);
      held += memory - this.#memory;
      this.#memory = memory;
    }

    #step(input: Uint8Array, flush: number, room: number): Zlib.Step {
      authority.clock.assertAlive();
      // The binding ends the process for a flush value that it does not know.
      if (flush > this.#engine.strongestFlush) throw new InvalidArgument(`flush: ${flush}`);
      const output = new Uint8Array(Math.max(1, Math.min(room >>> 0, MAX_OUTPUT)));
      this.#rest = NOTHING;
      const { written, unread } = this.#engine.step(flush, input, output);
      this.#hold(input.length - unread + written);
      if (unread > 0) this.#rest = input.subarray(input.length - unread);
      return { output: written === output.length ? output : output.slice(0, written), unread };
    }

    static #live(codec: Codec): Codec {
      if (!(#open in codec) || !codec.#open) throw new InvalidArgument('codec: closed');
      return codec;
    }
  }

  return {
    Codec,
    crc32: (data: Uint8Array, value: number): number => crc32(data, value >>> 0),
  };
}

/** Runs the body of an import: what it throws becomes the WIT error of the call. */
function guardCodec<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw new WitError<Zlib.Failure>(toFailure(error), error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

function toFailure(error: unknown): Zlib.Failure {
  if (error instanceof CodecFailure) return { tag: 'codec', val: error.error };
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && isNodes(error.code)) {
    const errno = 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
    return { tag: 'codec', val: { message: error.message, errno, code: error.code } };
  }
  return { tag: 'host', val: hostError(error) };
}

/** Whatever it is, it is the guest's call that failed, and no reason to end the instance. */
function hostError(error: unknown): CallError {
  try {
    return toCallError(error).payload;
  } catch {
    return { tag: 'invalid-argument', val: error instanceof Error ? error.message : String(error) };
  }
}

/** Node's own refusal of parameters, thrown when its stream is made. */
function isNodes(code: string): boolean {
  return /^(ERR_ZLIB|ERR_BROTLI|ERR_ZSTD|Z_)/.test(code);
}
