import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watch } from 'chokidar';

/** Watches a folder while files come, change and go. */
export async function job({ folder }) {
  const at = (...parts) => join(folder, ...parts);
  writeFileSync(at('old.txt'), 'old');
  const watcher = watch('.', { cwd: folder });
  const seen = [];
  const until = (event, path) =>
    new Promise((resolve, reject) => {
      watcher.on('error', reject);
      const listen = (what, where) => {
        if (what !== event || where !== path) return;
        watcher.off('all', listen);
        seen.push(`${event} ${path}`);
        resolve();
      };
      watcher.on('all', listen);
    });
  await new Promise((resolve, reject) => watcher.on('ready', resolve).on('error', reject));
  let next = until('add', 'new.txt');
  writeFileSync(at('new.txt'), 'new');
  await next;
  next = until('change', 'old.txt');
  writeFileSync(at('old.txt'), 'changed');
  await next;
  next = until('addDir', 'deep');
  mkdirSync(at('deep'));
  await next;
  next = until('unlink', 'new.txt');
  rmSync(at('new.txt'));
  await next;
  await watcher.close();
  return { seen };
}
