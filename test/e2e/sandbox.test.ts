import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AuditEvent, BuildError, InvalidTokenError, SandboxError, type Tool, ToolError } from '../../src/index.ts';
import * as native from './fixtures/plain.ts';
import { FIXTURES, fileSandbox, rejection, scratchFolder, token } from './support/sandbox.ts';

const sandbox = fileSandbox({ maxWorkers: 4 });
const folder = scratchFolder();
let tool: Tool;

beforeAll(async () => {
  tool = await sandbox.load(join(FIXTURES, 'plain.ts'));
});

const call = (name: string, input?: unknown, parts = {}, options = {}) =>
  tool.invoke(input, { token: token(parts), tool: name, ...options });

/** Processes whose command line is exactly this. */
function running(commandLine: string): string[] {
  const list = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return list.split('\n').filter((line) => line.trim().replace(/^\d+ /, '') === commandLine);
}

describe('results', () => {
  test.each([null, 0, 'text', 'Grüße 😀 \u0000', [1, [2, { a: null }]], { deep: { er: true } }])(
    '%j comes back',
    async (value) => {
      expect(await call('echo', value)).toEqual(value);
    },
  );

  test('undefined is null', async () => {
    expect(await call('echo')).toBeNull();
  });

  test('callbacks run in the order of Node', async () => {
    expect(await call('order')).toEqual(await native.order());
  });

  test('random numbers differ between instances', async () => {
    const [a, b] = (await Promise.all([call('random'), call('random')])) as number[][];
    expect(new Set([...(a as number[]), ...(b as number[])]).size).toBe(4);
    const ids = (await Promise.all([call('ids'), call('ids')])).flat();
    expect(new Set(ids).size).toBe(4);
  });

  test('what a tool prints goes to the output hook', async () => {
    const output = ['', ''];
    await call(
      'log',
      undefined,
      {},
      { output: (stream: 1 | 2, data: Uint8Array) => (output[stream - 1] += Buffer.from(data).toString()) },
    );
    expect(output).toEqual(['out 1 { a: [ 1, 2 ] }\n', 'err\n']);
  });

  test('many at once', async () => {
    const values = Array.from({ length: 40 }, (_, i) => i);
    expect(await Promise.all(values.map((value) => call('echo', value)))).toEqual(values);
  });
});

describe('errors that leave a tool', () => {
  test('keep name, message, code, cause and properties', async () => {
    const error = await rejection(call('fail'));
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({ name: 'RangeError', message: 'out of range', code: 'E_FAIL', detail: { a: [1] } });
    expect(error.cause).toMatchObject({ name: 'TypeError', message: 'the cause' });
    expect(error.stack).toMatch(/^RangeError: out of range\n {4}at fail \(\S+fixtures\/plain\.ts:7:\d+\)$/);
    expect((error.cause as Error).stack).toMatch(/^TypeError: the cause\n {4}at fail \(\S+plain\.ts:7:\d+\)$/);
  });

  test('after an await', async () => {
    expect(await rejection(call('failLate'))).toMatchObject({ name: 'Error', message: 'late' });
  });

  test('that are no errors', async () => {
    expect(await rejection(call('primitive'))).toMatchObject({ message: "Uncaught 'a string'" });
  });

  test.each(['cyclic', 'noJson'])('a result that is no JSON (%s)', async (name) => {
    expect(await rejection(call(name))).toMatchObject({ code: 'ERR_TOOL_OUTPUT' });
  });

  test('an unknown tool', async () => {
    expect(await rejection(call('nothing'))).toMatchObject({ code: 'ERR_UNKNOWN_TOOL' });
  });

  test('an input that is no JSON', async () => {
    expect(await rejection(call('echo', 1n))).toMatchObject({ code: 'ERR_TOOL_INPUT' });
  });
});

describe('a tool is ended', () => {
  test('at its time when it spins, and nobody else notices', async () => {
    const [spun, slept] = await Promise.all([
      rejection(call('spin', undefined, { maxExecutionTime: 300 })),
      call('sleep', { ms: 400 }),
    ]);
    expect(spun).toMatchObject({ code: 'ERR_TOOL_TIMEOUT' });
    expect(spun).toBeInstanceOf(SandboxError);
    expect(slept).toBe('slept');
    expect(await call('echo', 1)).toBe(1);
  });

  test('at its time when it waits', async () => {
    expect(await rejection(call('sleep', { ms: 60_000 }, { maxExecutionTime: 200 }))).toMatchObject({
      code: 'ERR_TOOL_TIMEOUT',
    });
  });

  test('when the token expires', async () => {
    const expiresAt = new Date(Date.now() + 300);
    expect(await rejection(call('sleep', { ms: 60_000 }, { expiresAt }))).toMatchObject({ code: 'ERR_TOKEN_EXPIRED' });
  });

  test('before it begins, when the token has expired', async () => {
    const expiresAt = new Date(Date.now() - 1);
    expect(await rejection(call('echo', 1, { expiresAt }))).toMatchObject({ code: 'ERR_TOKEN_EXPIRED' });
  });

  test('when the caller aborts, while it runs and before', async () => {
    const controller = new AbortController();
    const ended = rejection(call('sleep', { ms: 60_000 }, {}, { signal: controller.signal }));
    setTimeout(() => controller.abort(new Error('enough')), 100);
    expect(await ended).toMatchObject({ code: 'ABORT_ERR', cause: { message: 'enough' } });
    expect(await rejection(call('echo', 1, {}, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'ABORT_ERR' });
  });

  test('when its recursion is too deep', async () => {
    expect(await rejection(call('recurse'))).toMatchObject({
      code: 'ERR_TOOL_TRAPPED',
      message: expect.stringMatching(/stack/),
    });
    expect(await call('echo', 1)).toBe(1);
  });

  test('when nothing can settle its promise', async () => {
    expect(await rejection(call('never'))).toMatchObject({ code: 'ERR_TOOL_UNSETTLED' });
  });

  test('by process.exit', async () => {
    expect(await rejection(call('exit', { code: 7 }))).toMatchObject({ code: 'ERR_TOOL_EXIT', exitCode: 7 });
  });

  test.each(['spawnAndSpin', 'spawnAndWait'])('with its children (%s)', async (name) => {
    const parts = { allowedCommands: ['sleep'], allowedPaths: [folder], maxExecutionTime: 1500 };
    const before = running('sleep 317').length;
    const ended = rejection(call(name, undefined, parts, { cwd: folder, grant: { confinement: 'off' } }));
    await expect.poll(() => running('sleep 317').length, { timeout: 1400 }).toBe(before + 1);
    expect(await ended).toMatchObject({ code: 'ERR_TOOL_TIMEOUT' });
    await expect.poll(() => running('sleep 317').length).toBe(before);
  });
});

describe('at the door', () => {
  test.each([
    ['a date that is none', { expiresAt: 'tomorrow' }],
    ['a time that is no number', { maxExecutionTime: Number.NaN }],
    ['paths that are no strings', { allowedPaths: [1] }],
  ])('a token with %s is refused', async (_, parts) => {
    expect(await rejection(call('echo', 1, parts))).toBeInstanceOf(InvalidTokenError);
  });

  test('a token that went through JSON expires exactly as before', async () => {
    const before = token({ expiresAt: new Date(Date.now() + 400) });
    const after = JSON.parse(JSON.stringify(before));
    expect(await rejection(tool.invoke({ ms: 60_000 }, { token: after, tool: 'sleep' }))).toMatchObject({
      code: 'ERR_TOKEN_EXPIRED',
    });
  });

  test('a tool that the token does not list is denied', async () => {
    const error = await rejection(call('sleep', { ms: 1 }, { allowedTools: ['other'], allowedCommands: ['true'] }));
    expect(error).toMatchObject({ code: 'ERR_ACCESS_DENIED' });
  });
});

describe('hooks', () => {
  const shell = () => sandbox.load(join(FIXTURES, '../../../examples/tools/shell_exec.ts'));
  const parts = { allowedCommands: ['echo'], allowedPaths: [folder] };

  test('authorize narrows, and never widens', async () => {
    const seen: string[] = [];
    const run = async (command: string, answer: boolean) =>
      (await shell()).invoke(
        { command },
        {
          token: token(parts),
          cwd: folder,
          authorize: async ({ permission, resource }) => {
            seen.push(`${permission} ${resource}`);
            await new Promise((resolve) => setTimeout(resolve, 5));
            return answer;
          },
        },
      );
    expect(await run('echo yes', true)).toMatchObject({ stdout: 'yes\n' });
    expect(seen.some((entry) => entry.startsWith('ChildProcess '))).toBe(true);
    expect(await rejection(run('echo no', false))).toMatchObject({ code: 'ERR_ACCESS_DENIED' });
    expect(await rejection(run('ls', true))).toMatchObject({ code: 'ERR_ACCESS_DENIED' });
  });

  test('an authorize hook that throws denies', async () => {
    const error = await rejection(
      (await shell()).invoke(
        { command: 'echo x' },
        { token: token(parts), cwd: folder, authorize: () => Promise.reject(new Error('down')) },
      ),
    );
    expect(error).toMatchObject({ code: 'ERR_ACCESS_DENIED' });
  });

  test('audit gets each decision once', async () => {
    const events: AuditEvent[] = [];
    await (await shell()).invoke(
      { command: 'echo a' },
      { token: token(parts), cwd: folder, audit: (event) => events.push(event) },
    );
    expect(events.filter(({ resource }) => resource === 'echo')).toHaveLength(1);
    for (const event of events) expect(event).toMatchObject({ jobId: 'test', tool: 'shell_exec', verdict: 'allowed' });
  });
});

describe('what cannot be loaded', () => {
  const write = (name: string, text: string | Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  test.each([
    ['a syntax error', 'syntax.ts', 'export const x = ;', 'ERR_BUILD_SYNTAX', /syntax\.ts/],
    ['a missing import', 'missing.ts', "import './nope.js'; export const x = () => 1;", 'ERR_BUILD_UNRESOLVED', /nope/],
    [
      'an unknown builtin',
      'builtin.ts',
      "import x from 'node:nope'; export const y = () => x;",
      'ERR_BUILD_UNRESOLVED',
      /node:nope/,
    ],
    ['no component', 'text.wasm', 'not wasm', 'ERR_COMPONENT_INVALID', /not a WebAssembly component/],
    [
      'a broken component',
      'broken.wasm',
      new Uint8Array([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 9, 9, 9]),
      'ERR_COMPONENT_INVALID',
      /could not be read/,
    ],
  ])('%s', async (_, name, text, code, message) => {
    const error = await rejection(sandbox.load(write(name, text)));
    expect(error).toBeInstanceOf(BuildError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('no file', async () => {
    expect(await rejection(sandbox.load(join(folder, 'absent.ts')))).toMatchObject({ code: 'ERR_BUILD_ENTRY' });
  });

  test('a module without tools', async () => {
    expect(await rejection(sandbox.load(write('none.ts', 'export const x = 1;')))).toMatchObject({
      code: 'ERR_NO_TOOL',
    });
  });

  test('a module that throws when it is evaluated', async () => {
    const error = await rejection(
      sandbox.load(write('throws.ts', "throw new Error('at load'); export const x = () => 1;")),
    );
    expect(error).toMatchObject({ message: 'at load' });
  });
});
