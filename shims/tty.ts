/**
 * `node:tty`.
 *
 * https://nodejs.org/api/tty.html
 */
import { isatty, ReadStream, WriteStream } from './internal/tty/terminals.ts';

export { isatty, ReadStream, WriteStream };
export default { isatty, ReadStream, WriteStream };
