/** node:fs in the guest engine: each script prints there what it prints under Node. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../../src/index.ts';

const SCRIPTS = join(import.meta.dirname, 'scripts');

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ maxWorkers: 1 });
});
afterAll(() => sandbox[Symbol.asyncDispose]());

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Calls `run` with a folder of its own, which is named `<scratch>` in what is printed. */
async function inScratch(run: (scratch: string) => Promise<Ended>): Promise<Ended> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'unit-fs-')));
  try {
    const { code, stdout, stderr } = await run(scratch);
    return { code, stdout: stdout.replaceAll(scratch, '<scratch>'), stderr };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const runNatively = (script: string, scratch: string) =>
  new Promise<Ended>((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024, cwd: scratch, env: { ...process.env, NODE_NO_WARNINGS: '1' } };
    execFile(process.execPath, [script, scratch], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

async function runInSandbox(script: string, scratch: string): Promise<Ended> {
  const program = await sandbox.loadScript(script);
  const written = ['', ''];
  const now = Date.now();
  const code = await program.run({
    args: [scratch],
    token: {
      jobId: 'unit-fs',
      allowedPaths: [SCRIPTS, scratch],
      deniedPaths: [],
      allowedCommands: [],
      allowedTools: [],
      maxExecutionTime: 60_000,
      createdAt: new Date(now),
      expiresAt: new Date(now + 3_600_000),
    },
    cwd: scratch,
    output: (stream, data) => {
      written[stream - 1] += Buffer.from(data).toString();
    },
  });
  return { code, stdout: written[0] as string, stderr: written[1] as string };
}

test.each(readdirSync(SCRIPTS))('%s prints what it prints under Node', async (name) => {
  const script = join(SCRIPTS, name);
  const [native, sandboxed] = await Promise.all([
    inScratch((scratch) => runNatively(script, scratch)),
    inScratch((scratch) => runInSandbox(script, scratch)),
  ]);
  expect(native.stdout.split('\n').length).toBeGreaterThan(5);
  expect(native).toMatchObject({ code: 0, stderr: '' });
  expect(sandboxed.stdout.split('\n')).toEqual(native.stdout.split('\n'));
  expect(sandboxed).toMatchObject({ code: 0, stderr: '' });
});
