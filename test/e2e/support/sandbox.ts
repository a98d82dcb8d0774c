/** What the end-to-end tests share: a sandbox for the file, tokens, a scratch folder. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createSandbox, type Sandbox, type SandboxOptions, type TokenInput } from '../../../src/index.ts';

export const EXAMPLES = join(import.meta.dirname, '../../../examples/tools');
export const FIXTURES = join(import.meta.dirname, '../fixtures');

/** A sandbox that ends with the test file. */
export function fileSandbox(options?: SandboxOptions): Sandbox {
  const sandbox = createSandbox(options);
  afterAll(() => sandbox[Symbol.asyncDispose]());
  return sandbox;
}

/** A folder that is gone after the test file. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wasi-node-test-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A token that allows nothing but what is given. */
export function token(parts: Partial<TokenInput> = {}): TokenInput {
  const now = Date.now();
  return {
    jobId: 'test',
    allowedPaths: [],
    deniedPaths: [],
    allowedCommands: [],
    allowedTools: [],
    maxExecutionTime: 30_000,
    createdAt: new Date(now),
    expiresAt: new Date(now + 3_600_000),
    ...parts,
  };
}

/** The error that `promise` rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('it did not reject');
}
