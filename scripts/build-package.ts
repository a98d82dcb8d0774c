/** Makes `dist/`: the compiled code with its declarations, as `npm pack` ships it. */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
// What is exported has declarations; shims are code that goes into guests.
for (const project of ['tsconfig.build.json', 'tsconfig.declarations.json']) {
  const { status } = spawnSync('tsc', ['-p', project], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = status ?? 1;
}
// tsc leaves declarations that were written by hand, or by a generator, where they are.
for (const folder of ['host-bridge/wit', 'shims/wit'])
  cpSync(join(root, folder), join(dist, folder), { recursive: true });
