/** The embedder's hook in the way of files: it may be asynchronous, and narrows what the token allows. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { AuthorizeRequest } from '../../../host-bridge/capability/authority.ts';
import { Folder } from '../capability/fixture.ts';
import { fileSystemOf, outcome } from './fixture.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
folder.file('plain', 'plain');
folder.file('read-only', 'as it was');

function hosted(authorize: (request: AuthorizeRequest) => boolean | Promise<boolean>) {
  return fileSystemOf({ allowedPaths: [folder.path] }, { cwd: folder.path, authorize });
}

test('a call waits for the hook and then goes on', async () => {
  const asked: string[] = [];
  const { fs, files, events } = hosted(async ({ permission, resource }) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    asked.push(`${permission} ${resource}`);
    return true;
  });
  const pending = fs.readFile(folder.at('plain'), 0);
  expect(pending).toBeInstanceOf(Promise);
  expect(await pending).toMatchObject({ tag: 'whole' });
  expect(asked).toEqual([`FileSystemRead ${folder.at('plain')}`]);
  await fs.rename(folder.at('plain'), folder.at('renamed'));
  await fs.symbolicLink('renamed', folder.at('link'));
  await fs.copyFile(folder.at('renamed'), folder.at('plain'), 0);
  expect(readFileSync(folder.at('link'), 'utf8')).toBe('plain');
  expect(events.every(({ verdict }) => verdict === 'allowed')).toBe(true);
  files.dispose();
});

test('without a hook nothing waits', () => {
  const { fs, files } = fileSystemOf({ allowedPaths: [folder.path] }, { cwd: folder.path });
  expect(fs.stat(folder.at('read-only'), true)).toMatchObject({ size: 9n });
  files.dispose();
});

test('what may only be read gets no second name that can be written to', async () => {
  const readOnly = folder.at('read-only');
  const { fs, files } = hosted(async ({ permission, detail }) => {
    const real = detail?.kind === 'path' ? detail.real : '';
    return permission === 'FileSystemRead' || real !== readOnly;
  });
  const calls = [
    () => fs.open(readOnly, 1, 0),
    () => fs.link(readOnly, folder.at('second')),
    () => fs.rename(readOnly, folder.at('second')),
    () => fs.rename(folder.at('renamed'), readOnly),
    () => fs.symbolicLink('read-only', folder.at('second')),
    () => fs.setMode(readOnly, 0o777),
    () => fs.unlink(readOnly),
    () => fs.copyFile(folder.at('renamed'), readOnly, 0),
  ];
  for (const call of calls) expect([await outcome(call), String(call)]).toEqual(['denied', String(call)]);
  expect(existsSync(folder.at('second'))).toBe(false);
  expect(readFileSync(readOnly, 'utf8')).toBe('as it was');
  expect(await outcome(() => fs.readFile(readOnly, 0))).toBe('none');
  files.dispose();
});

test('a hook that throws denies, and what was opened meanwhile is closed', async () => {
  const { fs, files } = fileSystemOf(
    { allowedPaths: [folder.path] },
    {
      cwd: folder.path,
      grant: { limits: { openFiles: 1 } },
      authorize: async () => {
        throw new Error('no');
      },
    },
  );
  for (let i = 0; i < 3; i++) expect(await outcome(() => fs.open(folder.at('read-only'), 0, 0))).toBe('denied');
  files.dispose();
});
