import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openEntry, openFile, openTarget, type PathHandle } from '../../../host-bridge/capability/path-handle.ts';
import { createPathRules, type PathRules } from '../../../host-bridge/capability/paths.ts';
import { denialOf, Folder } from './fixture.ts';

// A race is played in slow motion: the rules are wrapped so that the moment after each check is the attacker's.
const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
const read = 'FileSystemRead' as const;
const write = 'FileSystemWrite' as const;

beforeEach(() => {
  for (const name of ['work', 'outside']) rmSync(folder.at(name), { recursive: true, force: true });
  folder.file('work/dir/file', 'inside');
  folder.file('outside/file', 'outside');
});

/** The rules of a token for `work`, with something that happens once, right after a path has been checked. */
function rulesWith(attack: () => void): PathRules {
  const rules = createPathRules({ allowedPaths: [folder.at('work')], deniedPaths: [] }, folder.at('work'));
  let done = false;
  const once = (): void => {
    if (!done) attack();
    done = true;
  };
  return {
    ...rules,
    check(path, options) {
      const checked = rules.check(path, options);
      once();
      return checked;
    },
    deniedBy(lexical, real, subtree) {
      const rule = rules.deniedBy(lexical, real, subtree);
      once();
      return rule;
    },
  };
}

/** The parent turns into a link to the outside. */
const turnParent = (): void => {
  renameSync(folder.at('work/dir'), folder.at('work/old'));
  symlinkSync(folder.at('outside'), folder.at('work/dir'));
};
/** The file turns into a link to the outside. */
const turnFile = (): void => {
  rmSync(folder.at('work/dir/file'));
  symlinkSync(folder.at('outside/file'), folder.at('work/dir/file'));
};

/** What came of an attempt: a value, or the code of the error that it ended with. */
function attempt<T>(call: () => T): T | string {
  try {
    return call();
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

describe.each([
  ['the parent turns into a link', turnParent],
  ['the file turns into a link', turnFile],
])('%s after the check', (_, attack) => {
  test('reading gives what is inside, or nothing', () => {
    const got = attempt(() => {
      const { fd } = openFile(rulesWith(attack), 'dir/file', constants.O_RDONLY, 0, { permission: read });
      const text = readFileSync(fd, 'utf8');
      closeSync(fd);
      return text;
    });
    expect(['inside', 'ERR_ACCESS_DENIED', 'ENOENT']).toContain(got);
  });

  test('writing and truncating never reach outside', () => {
    attempt(() => {
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
      closeSync(openFile(rulesWith(attack), 'dir/file', flags, 0o600, { permission: write }).fd);
    });
    expect(readFileSync(folder.at('outside/file'), 'utf8')).toBe('outside');
  });

  test('a held target stays what it was', () => {
    const rules = rulesWith(attack);
    using handle = attempt(() => openTarget(rules, 'dir/file', { permission: read })) as PathHandle;
    expect(handle.real).toBe(folder.at('work/dir/file'));
    if (handle.fd !== undefined) expect(fstatSync(handle.fd).isFile()).toBe(true);
  });
});

test('a held entry works in the folder that was checked', () => {
  const rules = rulesWith(turnParent);
  using handle = openEntry(rules, 'dir/new', { permission: write });
  mkdirSync(handle.at);
  expect(lstatSync(folder.at('work/old/new')).isDirectory()).toBe(true);
  expect(attempt(() => lstatSync(folder.at('outside/new')))).toBe('ENOENT');
});

test('a path that leads elsewhere than was decided on is denied', () => {
  const rules = createPathRules({ allowedPaths: [folder.at('work')], deniedPaths: [] }, folder.at('work'));
  const options = { permission: read };
  const denial = denialOf(() => openFile(rules, 'dir/file', 0, 0, options, folder.at('work/other')));
  expect(denial?.rule).toContain('changed');
});

test('a path that keeps turning is given up', () => {
  const rules = createPathRules({ allowedPaths: [folder.at('work')], deniedPaths: [] }, folder.at('work'));
  let turned = 0;
  const turning: PathRules = {
    ...rules,
    check(path, options) {
      const checked = rules.check(path, options);
      turned += 1;
      return { ...checked, real: folder.at('work/dir', String(turned % 2), 'file') };
    },
  };
  mkdirSync(folder.at('work/dir/0'));
  symlinkSync('0', folder.at('work/dir/1'));
  expect(attempt(() => openFile(turning, 'dir/file', 0, 0, { permission: read }))).toMatch(/ENOENT|ERR_ACCESS_DENIED/);
});
