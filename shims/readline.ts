/**
 * `node:readline`.
 *
 * https://nodejs.org/api/readline.html
 */
import { Interface } from './internal/readline/callback-interface.ts';
import { clearLine, clearScreenDown, cursorTo, moveCursor } from './internal/readline/cursor.ts';
import { emitKeypressEvents } from './internal/readline/keypress.ts';
import promises from './readline/promises.ts';

/** An interface over `input` (a stream, or options that name it). */
export function createInterface(input: unknown, output?: unknown, completer?: unknown, terminal?: unknown): Interface {
  return new Interface(input, output, completer, terminal);
}

export { clearLine, clearScreenDown, cursorTo, emitKeypressEvents, Interface, moveCursor, promises };
export default {
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents,
  Interface,
  moveCursor,
  promises,
};
