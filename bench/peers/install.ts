/** Installs what the comparison needs, beside this file and by its own lock file: the package itself stays light. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const FOLDER = import.meta.dirname;
/** Names the lock file that the installed packages are of. */
const MARK = join(FOLDER, 'node_modules/.wasi-node-lock');

/** Installs, unless it has been done. @returns whether anything was */
export async function installPeers(onBegin: () => void): Promise<void> {
  const lock = await readFile(join(FOLDER, 'package-lock.json'), 'utf8');
  if ((await readFile(MARK, 'utf8').catch(() => undefined)) === lock) return;
  onBegin();
  // Nothing is compiled: isolated-vm and secure-exec bring what they need for this Node, or their rows say that they do not.
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: FOLDER });
  await writeFile(MARK, lock);
}
