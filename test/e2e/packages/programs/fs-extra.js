import { join } from 'node:path';
import fs from 'fs-extra';

/** Makes, copies, moves and removes files and folders. */
export async function job({ folder }) {
  const at = (...parts) => join(folder, ...parts);
  await fs.outputJson(at('a/b/c.json'), { x: [1] }, { spaces: 2 });
  await fs.copy(at('a'), at('copy'), { filter: (source) => !source.endsWith('.tmp') });
  // A move to another folder has fs-extra look at every folder above, up to the root: one downwards ends where it began.
  await fs.move(at('copy/b/c.json'), at('copy/b/moved/d.json'));
  await fs.ensureSymlink(at('copy/b/moved/d.json'), at('link'));
  fs.ensureFileSync(at('empty/file'));
  fs.copySync(at('empty'), at('empty2'));
  await fs.emptyDir(at('empty'));
  await fs.remove(at('a'));
  return {
    json: await fs.readJson(at('link')),
    text: await fs.readFile(at('copy/b/moved/d.json'), 'utf8'),
    exists: await Promise.all(
      ['a', 'copy/b', 'copy/b/c.json', 'empty/file', 'empty2/file'].map((path) => fs.pathExists(at(path))),
    ),
    names: (await fs.readdir(folder)).sort(),
  };
}
