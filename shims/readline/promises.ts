/**
 * `node:readline/promises`.
 *
 * https://nodejs.org/api/readline.html#promises-api
 */
import { Interface } from '../internal/readline/promises-interface.ts';
import { Readline } from '../internal/readline/readline-writer.ts';

/** An interface over `input` (a stream, or options that name it). */
export function createInterface(input: unknown, output?: unknown, completer?: unknown, terminal?: unknown): Interface {
  return new Interface(input, output, completer, terminal);
}

export { Interface, Readline };
export default { createInterface, Interface, Readline };
