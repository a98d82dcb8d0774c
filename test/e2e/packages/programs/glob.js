import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { glob, globSync } from 'glob';

/** Finds files of a small tree. */
export async function job({ folder }) {
  for (const file of ['a.js', 'lib/b.js', 'lib/deep/c.ts', 'lib/deep/.hidden.js', 'node_modules/x/index.js']) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  return {
    js: (await glob('**/*.js', { cwd: folder, ignore: 'node_modules/**' })).sort(),
    dot: globSync('**/*.{js,ts}', { cwd: folder, dot: true }).sort(),
    folders: (await glob('*/', { cwd: folder, mark: true })).sort(),
  };
}
