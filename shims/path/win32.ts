/** `node:path/win32`. https://nodejs.org/api/path.html#pathwin32 */
import { win32 } from '../path.ts';

export {
  basename,
  delimiter,
  dirname,
  extname,
  format,
  isAbsolute,
  join,
  matchesGlob,
  normalize,
  parse,
  relative,
  resolve,
  sep,
  toNamespacedPath,
} from '../internal/path/win32.ts';
export { posix, win32 } from '../path.ts';
export default win32;
