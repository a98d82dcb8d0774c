/** Where the package's own parts are, in a checkout (`.ts`) and in the published package (`dist/**.js`). */
import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

/** `.ts` in a checkout, `.js` in the published package. */
export const SOURCE_EXTENSION = extname(import.meta.filename);

/** The folder that holds `src/`, `shims/` and `host-bridge/` of the running code. */
export const CODE_ROOT = dirname(dirname(import.meta.dirname));

/** The package's folder: `wit/` is in it. */
export const PACKAGE_ROOT = existsSync(join(CODE_ROOT, 'wit', 'io.wit')) ? CODE_ROOT : dirname(CODE_ROOT);

/** The WIT package. */
export const WIT_FOLDER = join(PACKAGE_ROOT, 'wit');

/** The guest's shims. */
export const SHIMS_FOLDER = join(CODE_ROOT, 'shims');
