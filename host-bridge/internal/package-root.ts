/** Where the running code's files are: in a checkout (`.ts`), or in the published package, whose modules are bundled into `dist/`. */
import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

/** `.ts` in a checkout, `.js` in the published package. */
export const SOURCE_EXTENSION = extname(import.meta.filename);

/** The package's folder: `wit/` is in it. */
export const PACKAGE_ROOT = rootAbove(import.meta.dirname);

/** The folder that holds `src/`, `shims/` and `host-bridge/` of the running code. */
export const CODE_ROOT = SOURCE_EXTENSION === '.ts' ? PACKAGE_ROOT : join(PACKAGE_ROOT, 'dist');

/** A module of ours that is not imported, but started or built. @param name its path in the repository, without an extension */
export const codeFile = (name: string): string => join(CODE_ROOT, `${name}${SOURCE_EXTENSION}`);

function rootAbove(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at;
    if (at === dirname(at)) throw new Error(`${folder} is in no package`);
  }
}
