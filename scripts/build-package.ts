/** Makes `dist/`: the compiled code with its declarations, as `npm pack` ships it. */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
// tsc leaves declarations that were written by hand, or by a generator, where they are.
for (const folder of ['host-bridge/wit', 'shims/wit'])
  cpSync(join(root, folder), join(dist, folder), { recursive: true });
process.exitCode = status ?? 1;
