/**
 * `node:path`: the paths of POSIX. A host on Windows gives its guests POSIX paths, too; `path.win32` works everywhere.
 *
 * https://nodejs.org/api/path.html
 */
import * as posixFunctions from './internal/path/posix.ts';
import * as win32Functions from './internal/path/win32.ts';

type Path = typeof import('node:path').posix;

function link(): { posix: Path; win32: Path } {
  const posix = { ...posixFunctions, _makeLong: posixFunctions.toNamespacedPath } as unknown as Path;
  const win32 = { ...win32Functions, _makeLong: win32Functions.toNamespacedPath } as unknown as Path;
  for (const path of [posix, win32]) Object.assign(path, { posix, win32 });
  return { posix, win32 };
}

const both = /* @__PURE__ */ link();
export const posix: Path = /* @__PURE__ */ (() => both.posix)();
export const win32: Path = /* @__PURE__ */ (() => both.win32)();
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
} from './internal/path/posix.ts';
export default posix;
