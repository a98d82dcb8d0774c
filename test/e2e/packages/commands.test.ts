/** Packages that start commands: through the token, and denied by it. */
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fileSandbox, scratchFolder } from '../support/sandbox.ts';
import { PackageRunner, type Rights } from './support.ts';

const packages = new PackageRunner(fileSandbox({ maxWorkers: 2 }), scratchFolder());

/** The file of a command, which the token must show to who looks for it. */
const fileOf = (command: string): string[] => {
  const file = execFileSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).trim();
  return [file, realpathSync(file)];
};

const RIGHTS: Readonly<Record<string, Rights>> = {
  execa: { commands: ['printf', 'ls', 'sort', 'uniq', 'sh', 'echo'] },
  'cross-spawn': { commands: ['sort', 'printf', 'no-such-command-x'] },
  tinyexec: { commands: ['printf', 'sort', 'ls'] },
  // Its synchronous exec runs a script of its own in another Node. That one lies where this guest may write: by its path.
  shelljs: { commands: [realpathSync(process.execPath), process.execPath, 'sh', 'echo', 'printf', 'exit'] },
  'simple-git': { commands: ['git'] },
  which: { paths: [...fileOf('ls'), ...fileOf('cat')] },
  'npm-run-path': {},
  zx: { commands: ['printf', 'echo', 'cat', 'ls', 'sort', 'ps'] },
};

describe('as a script, as in Node', () => {
  test.each(Object.entries(RIGHTS))('%s', (name, rights) => packages.expectScript(name, rights));
});

describe('as a tool, as in Node', () => {
  test.each(['execa', 'cross-spawn', 'tinyexec', 'simple-git', 'which', 'npm-run-path', 'zx', 'shelljs'])(
    '%s',
    (name) => packages.expectTool(name, RIGHTS[name]),
  );
});

describe('denied', () => {
  test.each(['execa', 'cross-spawn', 'tinyexec', 'shelljs', 'simple-git', 'zx'])(
    '%s, without its commands',
    async (name) => {
      const { code, stdout, denied } = await packages.script(name);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(denied).toContain('ChildProcess');
    },
  );

  test('which finds nothing in folders that the token does not show', async () => {
    const { code, stdout, stderr } = await packages.script('which');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/not found: ls/);
  });
});
