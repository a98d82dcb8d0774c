/** A terminal to write to. https://nodejs.org/api/tty.html#class-ttywritestream */
import type { OutputStream } from 'zora:node/io@0.1.0';
import type { Terminal } from 'zora:node/stdio@0.1.0';
import { ERR_INVALID_ARG_VALUE, ERR_INVALID_CURSOR_POS } from '../errors.ts';
import { nextTick } from '../loop.ts';
import type { Callback } from '../streams/types.ts';
import { WitWritable } from '../streams/wit-streams.ts';
import { validateFunction, validateInteger } from '../validators.ts';

const ESCAPE = '\u001b[';

/** A `tty.WriteStream`: its size and colours are what the host says. */
export class TerminalOutput extends WitWritable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #colorDepth: number;

  constructor(stream: OutputStream, terminal: Terminal) {
    super(stream, { decodeStrings: false });
    this.columns = terminal.columns;
    this.rows = terminal.rows;
    this.#colorDepth = terminal.colorDepth;
  }

  getWindowSize(): [number, number] {
    return [this.columns, this.rows];
  }

  getColorDepth(): number {
    return this.#colorDepth;
  }

  hasColors(count: unknown = 16, environment?: unknown): boolean {
    // Like Node, `hasColors(env)` alone is taken.
    if (environment === undefined && typeof count === 'object' && count !== null) count = 16;
    validateInteger(count, 'count', 2);
    return (count as number) <= 2 ** this.#colorDepth;
  }

  #send(sequence: string, callback: Callback | undefined): boolean {
    if (callback !== undefined && callback !== null) validateFunction(callback, 'callback');
    if (sequence === '') {
      if (callback) nextTick(callback as never, null);
      return true;
    }
    return this.write(sequence, callback as never);
  }

  cursorTo(x: number, y?: number | Callback, callback?: Callback): boolean {
    if (typeof y === 'function') {
      callback = y;
      y = undefined;
    }
    if (Number.isNaN(x)) throw new ERR_INVALID_ARG_VALUE('x', x);
    if (Number.isNaN(y)) throw new ERR_INVALID_ARG_VALUE('y', y);
    if (typeof x !== 'number') {
      if (typeof y === 'number') throw new ERR_INVALID_CURSOR_POS();
      return this.#send('', callback);
    }
    return this.#send(typeof y === 'number' ? `${ESCAPE}${y + 1};${x + 1}H` : `${ESCAPE}${x + 1}G`, callback);
  }

  moveCursor(dx: number, dy: number, callback?: Callback): boolean {
    const horizontal = dx === 0 ? '' : `${ESCAPE}${Math.abs(dx)}${dx < 0 ? 'D' : 'C'}`;
    const vertical = dy === 0 ? '' : `${ESCAPE}${Math.abs(dy)}${dy < 0 ? 'A' : 'B'}`;
    return this.#send(horizontal + vertical, callback);
  }

  clearLine(direction: -1 | 0 | 1, callback?: Callback): boolean {
    return this.#send(`${ESCAPE}${direction < 0 ? 1 : direction > 0 ? 0 : 2}K`, callback);
  }

  clearScreenDown(callback?: Callback): boolean {
    return this.#send(`${ESCAPE}0J`, callback);
  }
}
