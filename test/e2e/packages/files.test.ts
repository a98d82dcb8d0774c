/** Packages that work on files: through the token, and denied by it. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileSandbox, scratchFolder } from '../support/sandbox.ts';
import { PackageRunner } from './support.ts';

const packages = new PackageRunner(fileSandbox({ maxWorkers: 2 }), scratchFolder());

describe('as a script, as in Node', () => {
  test.each(['glob', 'fast-glob', 'fs-extra', 'chokidar', 'tar', 'archiver', 'dotenv', 'pino', 'winston'])(
    '%s',
    (name) => packages.expectScript(name),
  );
});

describe('as a tool, as in Node', () => {
  test.each(['glob', 'fast-glob', 'fs-extra', 'chokidar', 'tar', 'archiver', 'dotenv', 'pino', 'winston'])(
    '%s',
    (name) => packages.expectTool(name),
  );
});

describe('denied, in a folder that the token does not allow', () => {
  const elsewhere = scratchFolder();
  writeFileSync(join(elsewhere, 'there.txt'), '');

  test.each(['fs-extra', 'fast-glob', 'chokidar', 'tar', 'archiver', 'dotenv', 'pino', 'winston'])(
    '%s',
    async (step) => {
      const { code, stdout, stderr, denied } = await packages.script('elsewhere', {}, { step, elsewhere });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/ERR_ACCESS_DENIED/);
      expect(denied).not.toEqual([]);
      expect(readdirSync(elsewhere)).toEqual(['there.txt']);
    },
  );

  test('glob, which passes over what it may not read', async () => {
    const { stdout, denied } = await packages.script('elsewhere', {}, { step: 'glob', elsewhere });
    expect(stdout).not.toMatch(/there/);
    expect(denied).toContain('FileSystemRead');
  });
});
