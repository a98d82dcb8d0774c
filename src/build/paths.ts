/** Where the package's own parts are. */
import { join } from 'node:path';
import { CODE_ROOT, PACKAGE_ROOT } from '../../host-bridge/internal/package-root.ts';

export { CODE_ROOT, codeFile, PACKAGE_ROOT, SOURCE_EXTENSION } from '../../host-bridge/internal/package-root.ts';

/** The WIT package. */
export const WIT_FOLDER = join(PACKAGE_ROOT, 'wit');

/** The guest's shims. */
export const SHIMS_FOLDER = join(CODE_ROOT, 'shims');
