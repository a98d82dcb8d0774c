import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tar from 'tar';

/** Packs a folder, lists the archive and unpacks it, with promises and synchronously. */
export async function job({ folder }) {
  const at = (...parts) => join(folder, ...parts);
  mkdirSync(at('in/deep'), { recursive: true });
  writeFileSync(at('in/a.txt'), 'a'.repeat(100_000));
  writeFileSync(at('in/deep/b.txt'), 'b');
  await tar.create({ gzip: true, file: at('x.tgz'), cwd: folder, portable: true }, ['in']);
  const listed = [];
  await tar.list({ file: at('x.tgz'), onReadEntry: ({ path, size, type }) => listed.push({ path, size, type }) });
  mkdirSync(at('out'));
  await tar.extract({ file: at('x.tgz'), cwd: at('out'), strip: 1 });
  tar.create({ sync: true, file: at('y.tar'), cwd: at('out') }, ['deep']);
  mkdirSync(at('out2'));
  tar.extract({ sync: true, file: at('y.tar'), cwd: at('out2') });
  return {
    listed: listed.sort((one, other) => (one.path < other.path ? -1 : 1)),
    same: readFileSync(at('out/a.txt'), 'utf8') === readFileSync(at('in/a.txt'), 'utf8'),
    deep: readFileSync(at('out2/deep/b.txt'), 'utf8'),
  };
}
