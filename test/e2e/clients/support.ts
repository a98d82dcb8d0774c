/** What the tests of clients share: programs that talk to a real server do as scripts and as tools what they do in Node. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { PackageRunner, type Rights } from '../packages/support.ts';
import { fileSandbox, scratchFolder } from '../support/sandbox.ts';

/** May reach the servers of loopback. */
export const LOOPBACK: Rights = { grant: { network: { allow: ['127.0.0.1'] } } };

/** Runs the programs of this folder. */
export function clientRunner(): PackageRunner {
  return new PackageRunner(fileSandbox({ maxWorkers: 2 }), scratchFolder(), join(import.meta.dirname, 'programs'));
}

/** A server for the tests of one `describe`. @returns gives it while they run */
export function serverFor<T extends AsyncDisposable>(start: () => Promise<T>): () => T {
  let server: T | undefined;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server?.[Symbol.asyncDispose]());
  return () => {
    if (!server) throw new Error('The server does not run.');
    return server;
  };
}

/** The program fails, and what was denied is this permission. */
export async function expectDenied(
  runner: PackageRunner,
  program: string,
  input: object,
  { rights = {}, permission = 'Net' }: { rights?: Rights; permission?: string } = {},
): Promise<void> {
  const { code, stdout, stderr, denied } = await runner.script(program, rights, input);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(denied).toContain(permission);
  expect(stderr).toContain('ERR_ACCESS_DENIED');
}
