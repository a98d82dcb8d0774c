/** Runs a script in the guest engine and under Node, and compares what it prints. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../../src/index.ts';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function runNatively(script: string): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NODE_NO_WARNINGS: '1' } };
    execFile(process.execPath, [script], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

async function runInSandbox(sandbox: Sandbox, script: string): Promise<Ended> {
  const program = await sandbox.loadScript(script);
  const written = ['', ''];
  const now = Date.now();
  const code = await program.run({
    args: [],
    token: {
      jobId: 'compare',
      allowedPaths: [dirname(script)],
      deniedPaths: [],
      allowedCommands: [],
      allowedTools: [],
      maxExecutionTime: 60_000,
      createdAt: new Date(now),
      expiresAt: new Date(now + 3_600_000),
    },
    cwd: dirname(script),
    output: (stream, data) => {
      written[stream - 1] += Buffer.from(data).toString();
    },
  });
  return { code, stdout: written[0] as string, stderr: written[1] as string };
}

/** Declares one test for each script of a folder. */
export function compareScripts(folder: string): void {
  let sandbox: Sandbox;
  beforeAll(() => {
    sandbox = createSandbox({ maxWorkers: 1 });
  });
  afterAll(() => sandbox[Symbol.asyncDispose]());

  const scripts = readdirSync(folder).filter((name) => !name.startsWith('test-'));
  test.each(scripts)('%s prints what it prints under Node', async (name) => {
    const script = join(folder, name);
    const [native, sandboxed] = await Promise.all([runNatively(script), runInSandbox(sandbox, script)]);
    expect(native.stdout.split('\n').length, basename(script)).toBeGreaterThan(3);
    expect(native).toMatchObject({ code: 0, stderr: '' });
    expect(sandboxed.stdout.split('\n')).toEqual(native.stdout.split('\n'));
    expect(sandboxed).toMatchObject({ code: 0, stderr: '' });
  });
}
