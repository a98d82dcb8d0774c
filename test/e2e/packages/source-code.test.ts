/** Packages that work on source code. */
import { expect, test } from 'vitest';
import { fileSandbox, scratchFolder } from '../support/sandbox.ts';
import { PackageRunner } from './support.ts';

const packages = new PackageRunner(fileSandbox({ maxWorkers: 1 }), scratchFolder());

test('prettier formats a file', () => packages.expectScript('prettier'));
test('prettier formats a file as a tool', () => packages.expectTool('prettier'));

// The package `typescript` is a native program as of version 7: this is its compiler of before, in JavaScript.
test('typescript transpiles a file', () => packages.expectScript('typescript'));
test('typescript transpiles a file as a tool', () => packages.expectTool('typescript'));

test('prettier is denied a file elsewhere', async () => {
  const { code, stdout, stderr } = await packages.script('prettier', {}, { file: '/etc/passwd' });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/ERR_ACCESS_DENIED[\s\S]*FileSystemRead/);
});
