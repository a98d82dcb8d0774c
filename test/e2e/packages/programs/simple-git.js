import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';

/** Makes a repository, commits to it, branches, and reads its log, status and differences. */
export async function job({ folder }) {
  const git = simpleGit({ baseDir: folder });
  await git.init(['--initial-branch', 'main']);
  await git.addConfig('user.name', 'A').addConfig('user.email', 'a@example.com').addConfig('commit.gpgsign', 'false');
  writeFileSync(join(folder, 'a.txt'), 'one\n');
  await git.add('.').commit('first');
  await git.checkoutLocalBranch('side');
  writeFileSync(join(folder, 'a.txt'), 'one\ntwo\n');
  writeFileSync(join(folder, 'new.txt'), 'new');
  const status = await git.status();
  const diff = await git.diffSummary();
  await git.add('a.txt').commit('second');
  const log = await git.log();
  const branches = await git.branch();
  const failed = await git.checkout('nowhere').catch((error) => error);
  return {
    status: { current: status.current, modified: status.modified, added: status.not_added },
    diff: { changed: diff.changed, insertions: diff.insertions },
    log: log.all.map(({ message, author_name }) => [message, author_name]),
    branches: branches.all,
    shown: await git.show(['HEAD:a.txt']),
    failed: [failed.name, /did not match|pathspec/.test(failed.message)],
  };
}
