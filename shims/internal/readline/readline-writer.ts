/**
 * `readlinePromises.Readline`: control sequences that are collected and written together.
 *
 * https://nodejs.org/api/readline.html#class-readlinepromisesreadline
 */
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validateBoolean, validateInteger } from '../validators.ts';
import { CLEAR_SCREEN_DOWN, clearLineSequence, cursorSequence, moveSequence } from './ansi.ts';

interface Target {
  write(text: string, callback?: () => void): boolean;
}

/** Whether bytes can be written to it, whatever stream it is. */
function isWritable(stream: unknown): stream is Target {
  const { write, writable, destroyed, _writableState } = (stream ?? {}) as Record<string, unknown>;
  if (typeof write !== 'function' || destroyed === true) return false;
  const ended = (_writableState as { ended?: boolean } | undefined)?.ended;
  return writable !== false && ended !== true;
}

/** Cursor movements and clearings of one stream. */
export class Readline {
  readonly #stream: Target;
  readonly #autoCommit: boolean = false;
  #pending: string[] = [];

  /** @throws ERR_INVALID_ARG_TYPE */
  constructor(stream: unknown, options?: { autoCommit?: unknown }) {
    if (!isWritable(stream)) throw new ERR_INVALID_ARG_TYPE('stream', 'Writable', stream);
    this.#stream = stream;
    const autoCommit = options?.autoCommit;
    if (autoCommit !== undefined && autoCommit !== null) {
      validateBoolean(autoCommit, 'options.autoCommit');
      this.#autoCommit = autoCommit as boolean;
    }
  }

  #add(sequence: string): this {
    if (this.#autoCommit) nextTick(() => this.#stream.write(sequence));
    else this.#pending.push(sequence);
    return this;
  }

  /** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
  cursorTo(x: number, y?: number | null): this {
    validateInteger(x, 'x');
    if (y !== undefined && y !== null) validateInteger(y, 'y');
    return this.#add(cursorSequence(x, y ?? undefined));
  }

  /** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
  moveCursor(dx: number, dy: number): this {
    if (!dx && !dy) return this;
    validateInteger(dx, 'dx');
    validateInteger(dy, 'dy');
    return this.#add(moveSequence(dx, dy));
  }

  /** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
  clearLine(direction: -1 | 0 | 1): this {
    validateInteger(direction, 'dir', -1, 1);
    return this.#add(clearLineSequence(direction));
  }

  clearScreenDown(): this {
    return this.#add(CLEAR_SCREEN_DOWN);
  }

  /** Writes what was collected. */
  commit(): Promise<void> {
    const text = this.#pending.join('');
    this.#pending = [];
    return new Promise((resolve) => {
      this.#stream.write(text, () => resolve());
    });
  }

  /** Forgets what was collected. */
  rollback(): this {
    this.#pending = [];
    return this;
  }
}
