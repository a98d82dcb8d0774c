/** `node:path/posix`. https://nodejs.org/api/path.html#pathposix */
import { posix } from '../path.ts';

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
} from '../internal/path/posix.ts';
export { posix, win32 } from '../path.ts';
export default posix;
