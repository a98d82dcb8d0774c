/** Where the servers of Debian's packages are, and what a test does where they are not. */
import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

const FOLDERS = [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  ...globSync('/usr/lib/postgresql/*/bin').sort().reverse(),
];

function find(program: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, program)).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Where a program is. @throws an Error if it is not installed */
export function locate(program: string): string {
  const file = find(program);
  if (file === undefined) throw new Error(`${program} is not installed`);
  return file;
}

/**
 * `describe` for tests that need a server. Where it is not installed they are skipped, and the title says so. Where the environment's
 * `WASI_NODE_TEST_SERVERS` is `required`, as in CI, they fail instead.
 */
export function describeWith(program: string, title: string, tests: () => void): void {
  const missing = find(program) === undefined && process.env['WASI_NODE_TEST_SERVERS'] !== 'required';
  describe.skipIf(missing)(missing ? `${title} (skipped: ${program} is not installed)` : title, tests);
}
