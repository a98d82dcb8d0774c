import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitStatus } from '../../../host-bridge/internal/child/process.ts';
import { signalName, signalNumber } from '../../../host-bridge/internal/child/signals.ts';
import { type ConfinementRules, confinementArguments } from '../../../host-bridge/internal/confinement/arguments.ts';

describe.runIf(process.platform === 'linux')('the arguments of bubblewrap', () => {
  let folder: string;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'arguments-')));
    mkdirSync(join(folder, 'a/b/secret'), { recursive: true });
    writeFileSync(join(folder, 'file'), '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const argumentsFor = (changes: Partial<ConfinementRules> = {}) =>
    confinementArguments({
      allowedPaths: [],
      deniedPaths: [],
      network: false,
      programs: [],
      searchPath: [],
      ...changes,
    });
  /** Where the option `name` with this operand stands. */
  const at = (args: string[], name: string, operand: string) =>
    args.findIndex((arg, index) => arg === name && args[index + 1] === operand);

  test('begin with the whole system, read-only, and end with the namespaces', () => {
    const args = argumentsFor();
    expect(args.slice(0, 3)).toEqual(['--ro-bind', '/', '/']);
    for (const option of ['--unshare-user', '--unshare-pid', '--unshare-net', '--die-with-parent', '--new-session']) {
      expect(args).toContain(option);
    }
    expect(args.filter((arg) => arg === '--bind')).toEqual([]);
  });

  test('share the network only where it is granted', () => {
    expect(argumentsFor({ network: true })).not.toContain('--unshare-net');
  });

  test('mount an allowed path after what covers its parents, and a denied one after that', () => {
    const denied = join(folder, 'a/b/secret');
    const args = argumentsFor({ allowedPaths: [folder], deniedPaths: [denied, join(folder, 'file')] });
    const order = [
      at(args, '--tmpfs', '/tmp'),
      at(args, '--bind', folder),
      at(args, '--bind', join(folder, 'a')),
      at(args, '--bind', join(folder, 'a/b')),
      at(args, '--tmpfs', denied),
    ];
    expect(order.every((index) => index > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((left, right) => left - right));
    expect(at(args, '--ro-bind', '/dev/null')).toBeGreaterThan(at(args, '--bind', folder));
  });

  test('leave out an allowed path inside of another one, one that is not there, and a denied root', () => {
    const args = argumentsFor({
      allowedPaths: [folder, join(folder, 'a'), join(folder, 'nowhere')],
      deniedPaths: ['/', join(folder, 'nowhere/secret')],
    });
    expect(args.filter((arg) => arg.startsWith(folder))).toEqual([folder, folder]);
    expect(at(args, '--tmpfs', '/')).toBe(-1);
  });

  test('do not cover what is allowed as a whole', () => {
    const args = argumentsFor({ allowedPaths: ['/'] });
    expect(args).not.toContain('--tmpfs');
    expect(at(args, '--bind', '/')).toBe(0);
  });
});

test('a status of wait(2) is an exit code or a signal', () => {
  expect(exitStatus(0)).toEqual({ code: 0, signal: undefined });
  expect(exitStatus(137 << 8)).toEqual({ code: 137, signal: undefined });
  expect(exitStatus(9)).toEqual({ code: undefined, signal: 'SIGKILL' });
  expect(exitStatus(11 | 0x80)).toEqual({ code: undefined, signal: 'SIGSEGV' });
});

test('signals have names and numbers', () => {
  expect(signalNumber('SIGTERM')).toBe(15);
  expect(signalNumber('0')).toBe(0);
  expect(signalName(9)).toBe('SIGKILL');
  for (const name of ['TERM', 'sigterm', '15', '__proto__', 'SIGNOPE']) {
    expect(() => signalNumber(name)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  }
});
