/** Runs one of Node's tests in a fresh instance. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type GrantInput, SandboxError, type TokenInput } from '../../src/index.ts';
import type { Program } from '../../src/sandbox/script.ts';
import { flagsOf } from './rules.ts';
import type { SuiteTest } from './suite.ts';

/** How a test file ended. */
export type Outcome = 'pass' | 'vacuous' | 'skipped' | 'fail' | 'timeout' | 'crash' | 'excluded' | 'outdated';

export interface TestResult {
  name: string;
  module: string;
  outcome: Outcome;
  /** The first line of the error, or the reason of an exclusion. */
  detail: string;
  milliseconds: number;
}

/** The program that every test runs under. */
export const PRELOAD = join(import.meta.dirname, 'guest', 'preload.cjs');

/** What tests run; the last are names that they expect to be no command. */
const COMMANDS = [
  'node',
  'sh',
  'bash',
  'echo',
  'cat',
  'ls',
  'sleep',
  'true',
  'false',
  'pwd',
  'printenv',
  'env',
  'kill',
  'touch',
  'id',
  'mkdir',
  'rm',
  'grep',
  'sed',
  'which',
  'dd',
  'wc',
  'head',
  'tail',
  'seq',
  'test',
  'printf',
  'date',
  'python3',
  'uname',
  'ps',
  'tr',
  'cut',
  'yes',
  'nc',
  'openssl',
  'stty',
  'hostname',
  'does-not-exist',
  'fhqwhgads',
  'foo123',
  'command_does_not_exist',
  'foo_bar',
  'asdfasdf',
  'doesntexist',
  'not_a_real_command',
  'mkfifo',
  'nonexistent',
];
/** What tests read besides the suite. */
const PLACES = ['/dev', '/proc/sys/kernel/hostname', '/proc/self', '/etc/hosts'];
const LOOPBACK = ['localhost', '127.0.0.0/8', '::1', '0.0.0.0', '::'];
/** Multicast groups, and addresses of documentation (RFC 5737) that tests ask for the names of. */
const OTHERS = ['224.0.0.0/4', 'ff00::/8', '192.0.2.0/24'];

export interface RunSettings {
  root: string;
  timeoutMs: number;
}

export async function runTest(program: Program, test: SuiteTest, settings: RunSettings): Promise<TestResult> {
  const base = { name: test.name, module: test.module };
  if (test.excluded !== undefined) return { ...base, outcome: 'excluded', detail: test.excluded, milliseconds: 0 };
  const scratch = await mkdtemp(join(tmpdir(), 'wasi-node-conformance-'));
  const started = performance.now();
  try {
    const ended = await execute(program, test, scratch, settings);
    const failed = ended.outcome === 'fail' || ended.outcome === 'timeout' || ended.outcome === 'crash';
    if (failed && !(await passesNatively(test, scratch, settings))) {
      return {
        ...base,
        outcome: 'outdated',
        detail: `the host's own Node fails it, too (${ended.detail})`,
        milliseconds: 0,
      };
    }
    return { ...base, ...ended, milliseconds: Math.round(performance.now() - started) };
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Whether the Node that the shims follow, which is the host's, passes the test itself. */
function passesNatively(test: SuiteTest, scratch: string, { root, timeoutMs }: RunSettings): Promise<boolean> {
  return new Promise((resolve) => {
    const options = {
      cwd: join(root, 'parallel'),
      timeout: timeoutMs,
      env: testEnvironment(scratch),
      maxBuffer: 64 * 1024 * 1024,
    };
    execFile(process.execPath, [...flagsOf(readFileSync(test.path, 'utf8')), test.path], options, (error) =>
      resolve(error === null),
    );
  });
}

function testEnvironment(scratch: string): Record<string, string> {
  return {
    ...(process.env as Record<string, string>),
    NODE_TEST_DIR: scratch,
    TEST_THREAD_ID: '0',
    TEST_SERIAL_ID: '0',
    // A test with flags would start a native Node to have them.
    NODE_SKIP_FLAG_CHECK: '1',
  };
}

async function execute(
  program: Program,
  test: SuiteTest,
  scratch: string,
  { root, timeoutMs }: RunSettings,
): Promise<Pick<TestResult, 'outcome' | 'detail'>> {
  const output = ['', ''];
  try {
    const code = await program.run({
      args: [test.path],
      token: tokenFor(root, scratch, timeoutMs),
      grant: grantFor(),
      cwd: join(root, 'parallel'),
      env: { ...process.env, NODE_TEST_DIR: scratch, TEST_THREAD_ID: '0', TEST_SERIAL_ID: '0' } as Record<
        string,
        string
      >,
      output: (stream, data) => {
        // The first of it says what went wrong; a test that prints without end must not fill the host.
        if ((output[stream - 1] as string).length < 1_000_000) output[stream - 1] += Buffer.from(data).toString();
      },
    });
    return judge(code, output[0] as string, output[1] as string);
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return {
      outcome: error.code === 'ERR_TOOL_TIMEOUT' ? 'timeout' : 'crash',
      detail: `${error.message.split('\n')[0]} ${firstError(output[1] as string)}`.trim(),
    };
  }
}

function judge(code: number, stdout: string, stderr: string): Pick<TestResult, 'outcome' | 'detail'> {
  if (code !== 0) return { outcome: 'fail', detail: firstError(stderr) || `exit code ${code}` };
  const skipped = /^1\.\.0 # Skipped: (.*)$/m.exec(stdout);
  if (skipped !== null) return { outcome: 'skipped', detail: skipped[1] ?? '' };
  const counted = /\u0001conformance (\{.*\})/.exec(stderr);
  const { assertions } =
    counted === null ? { assertions: 0 } : (JSON.parse(counted[1] ?? '{}') as { assertions: number });
  return assertions > 0 ? { outcome: 'pass', detail: '' } : { outcome: 'vacuous', detail: 'asserts nothing' };
}

/** The line of a stack trace that names the error. */
function firstError(stderr: string): string {
  const lines = stderr
    .replace(/\u0001conformance .*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const named = lines.find((line) => /^(?:Uncaught )?[A-Za-z]*(?:Error|Exception)\b|^Mismatched/.test(line));
  return (named ?? lines[0] ?? '').slice(0, 200);
}

function tokenFor(root: string, scratch: string, timeoutMs: number): TokenInput {
  const now = Date.now();
  return {
    jobId: 'conformance',
    allowedPaths: [root, scratch, import.meta.dirname, process.execPath, ...PLACES],
    deniedPaths: [],
    // Where Node's own build has its OpenSSL; tests skip themselves without it.
    allowedCommands: [process.execPath, join(dirname(process.execPath), 'openssl-cli'), ...COMMANDS],
    allowedTools: [],
    maxExecutionTime: timeoutMs,
    createdAt: new Date(now),
    expiresAt: new Date(now + 3_600_000),
  };
}

function grantFor(): GrantInput {
  return {
    network: {
      allow: [...LOOPBACK, ...OTHERS],
      listen: ['127.0.0.1:*', '[::1]:*', '0.0.0.0:*', '[::]:*', 'localhost:*', ':*'],
    },
    env: [
      'PATH',
      'HOME',
      'NODE_TEST_DIR',
      'TEST_THREAD_ID',
      'TEST_SERIAL_ID',
      'NODE_SKIP_FLAG_CHECK',
      'USER',
      'LANG',
      'TZ',
      // What they set for the Node that they start.
      'NODE_COMPILE_CACHE',
      'NODE_EXTRA_CA_CERTS',
      'NODE_ICU_DATA',
      'NODE_OPTIONS',
      'NODE_PATH',
      'NODE_REDIRECT_WARNINGS',
      'NODE_REPL_HISTORY',
      'NODE_TLS_REJECT_UNAUTHORIZED',
      'NODE_V8_COVERAGE',
    ],
    limits: { memoryBytes: 2 ** 31, workers: 64 },
    confinement: 'off',
  };
}
