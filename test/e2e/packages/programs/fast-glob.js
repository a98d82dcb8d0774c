import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fg from 'fast-glob';

/** Finds files of a small tree, by promise, stream and synchronously. */
export async function job({ folder }) {
  for (const file of ['a.js', 'lib/b.js', 'lib/deep/c.ts', 'node_modules/x/index.js']) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), file);
  }
  const streamed = [];
  for await (const path of fg.stream('**/*', { cwd: folder })) streamed.push(path);
  return {
    js: (await fg(['**/*.js', '!node_modules'], { cwd: folder })).sort(),
    sizes: fg
      .sync('**/*.{js,ts}', { cwd: folder, stats: true })
      .map(({ path, stats }) => [path, stats.size])
      .sort(),
    streamed: streamed.sort(),
    folders: fg.sync('**', { cwd: folder, onlyDirectories: true }).sort(),
  };
}
