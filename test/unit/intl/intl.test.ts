/** `Intl` and what goes with it in the guest engine, against Node's own. */
import { join } from 'node:path';
import { compareScripts } from '../os/compare.ts';

compareScripts(join(import.meta.dirname, 'scripts'));
