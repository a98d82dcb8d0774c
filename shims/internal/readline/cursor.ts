/**
 * The functions of node:readline that write control sequences to a stream.
 *
 * https://nodejs.org/api/readline.html#readlinecursortostream-x-y-callback
 */
import { ERR_INVALID_ARG_VALUE, ERR_INVALID_CURSOR_POS } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validateFunction } from '../validators.ts';
import { CLEAR_SCREEN_DOWN, clearLineSequence, cursorSequence, moveSequence } from './ansi.ts';

type Callback = (error?: Error | null) => void;

/** What a control sequence is written to. */
export interface Output {
  write(text: string, callback?: Callback): boolean;
}

function send(stream: Output | null | undefined, sequence: string, callback: unknown): boolean {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream === null || stream === undefined || sequence === '') {
    if (typeof callback === 'function') nextTick(callback as Callback, null);
    return true;
  }
  return stream.write(sequence, callback as Callback | undefined);
}

/**
 * Moves the cursor to a column, and to a row where `y` is a number; both count from 0.
 *
 * @returns false when the stream wants its caller to wait for `drain`
 * @throws ERR_INVALID_ARG_VALUE, ERR_INVALID_CURSOR_POS
 */
export function cursorTo(stream: Output | null | undefined, x?: unknown, y?: unknown, callback?: unknown): boolean {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (typeof y === 'function') {
    callback = y;
    y = undefined;
  }
  if (Number.isNaN(x)) throw new ERR_INVALID_ARG_VALUE('x', x);
  if (Number.isNaN(y)) throw new ERR_INVALID_ARG_VALUE('y', y);
  const row = typeof y === 'number' ? y : undefined;
  if (stream === null || stream === undefined || (typeof x !== 'number' && row === undefined)) {
    return send(undefined, '', callback);
  }
  if (typeof x !== 'number') throw new ERR_INVALID_CURSOR_POS();
  return send(stream, cursorSequence(x, row), callback);
}

/** Moves the cursor by columns and rows. */
export function moveCursor(stream: Output | null | undefined, dx: number, dy: number, callback?: unknown): boolean {
  return send(stream, moveSequence(dx, dy), callback);
}

/** Clears the line left of the cursor (-1), right of it (1), or all of it (0). */
export function clearLine(stream: Output | null | undefined, direction: number, callback?: unknown): boolean {
  return send(stream, clearLineSequence(direction), callback);
}

/** Clears the screen from the cursor down. */
export function clearScreenDown(stream: Output | null | undefined, callback?: unknown): boolean {
  return send(stream, CLEAR_SCREEN_DOWN, callback);
}
