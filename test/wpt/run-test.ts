/** Runs one file of web-platform-tests in a fresh instance. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../../src/sandbox/script.ts';
import type { SuiteName, WptTest } from './suite.ts';

/** One of a file's tests. */
export interface Subtest {
  name: string;
  passed: boolean;
  message: string;
}

/** What became of a file. */
export interface FileResult {
  suite: SuiteName;
  path: string;
  subtests: Subtest[];
  /** What went wrong with the file as a whole. */
  error: string | undefined;
}

/** The program that each file runs under. */
export const RUNNER = join(import.meta.dirname, 'guest', 'run.cjs');

const MARK = '\n#wpt#';
const NORMAL_MS = 20_000;
const LONG_MS = 60_000;

interface Report {
  status: number;
  message: string | null;
  results: { name: string; status: number; message: string | null }[];
}

/** @param root the checkout; @param origin the server's */
export async function runTest(program: Program, test: WptTest, root: string, origin: string): Promise<FileResult> {
  const maxExecutionTime = test.long ? LONG_MS : NORMAL_MS;
  const chunks: Uint8Array[] = [];
  const now = Date.now();
  let error: string | undefined;
  try {
    await program.run({
      token: {
        ...{ jobId: test.path, allowedPaths: [root, import.meta.dirname], deniedPaths: [], allowedCommands: [] },
        ...{ allowedTools: [], maxExecutionTime, createdAt: new Date(now), expiresAt: new Date(now + 600_000) },
      },
      grant: { network: { allow: ['127.0.0.1', 'localhost'] } },
      args: argumentsOf(test, root, origin),
      cwd: root,
      output: (_stream, data) => chunks.push(data.slice()),
    });
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  return { suite: test.suite, path: test.path, ...read(Buffer.concat(chunks).toString(), error) };
}

/** The same in Node itself. */
export function runNatively(test: WptTest, root: string, origin: string): Promise<FileResult> {
  return new Promise((resolve) => {
    const options = { cwd: root, timeout: test.long ? LONG_MS : NORMAL_MS, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [RUNNER, ...argumentsOf(test, root, origin)], options, (error, stdout) => {
      resolve({ suite: test.suite, path: test.path, ...read(stdout, error?.message) });
    });
  });
}

/** A script that a partial checkout lacks is left out: the file fails for want of it. */
function argumentsOf({ path, scripts }: WptTest, root: string, origin: string): string[] {
  return [root, origin, `/${path}`, ...scripts.filter((script) => existsSync(script))];
}

function read(text: string, error: string | undefined): Pick<FileResult, 'subtests' | 'error'> {
  const at = text.lastIndexOf(MARK);
  if (at < 0) return { subtests: [], error: error ?? (text.trim().split('\n').at(-1) || 'no result') };
  const { status, message, results } = JSON.parse(text.slice(at + MARK.length)) as Report;
  const subtests = results.map(({ name, status: state, message: why }) => ({
    name,
    passed: state === 0,
    message: why ?? '',
  }));
  return { subtests, error: status === 0 ? error : (message ?? `status ${status}`) };
}
