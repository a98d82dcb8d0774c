/** `Intl` and what goes with it in the guest engine, against Node's own. */
import { join } from 'node:path';
import { compareScripts } from '../os/compare.ts';

// Node takes its defaults from the environment; a sandbox that is granted no variables has these.
process.env['LC_ALL'] = 'en_US.UTF-8';
process.env['TZ'] = 'UTC';

compareScripts(join(import.meta.dirname, 'scripts'));
