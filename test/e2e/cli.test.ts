import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXAMPLES, FIXTURES, scratchFolder, token } from './support/sandbox.ts';

const CLI = join(import.meta.dirname, '../../src/cli/index.ts');
const SHELL = join(EXAMPLES, 'shell_exec.ts');
const PLAIN = join(FIXTURES, 'plain.ts');
const folder = scratchFolder();

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function cli(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code as unknown as number), stdout, stderr });
    });
  });
}

const shell = (command: string, ...args: string[]) =>
  cli('run', SHELL, '--input', JSON.stringify({ command }), '--json', ...args);

test('0: done', async () => {
  const { code, stdout } = await shell('echo hi', '--allow-command', 'echo', '--allow-path', folder);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ stdout: 'hi\n', exit_code: 0 });
});

test('1: the tool failed', async () => {
  const { code, stdout, stderr } = await cli('run', PLAIN, '--tool', 'fail');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/error E_FAIL: out of range\n\s+at fail/);
});

test.each([
  ['no command', []],
  ['an unknown option', ['run', SHELL, '--nope']],
  ['an input that is no JSON', ['run', SHELL, '--input', '{']],
  ['a token file that is not there', ['run', SHELL, '--token', 'absent.json']],
  ['no tool chosen among several', ['run', PLAIN]],
  ['an unknown tool', ['run', PLAIN, '--tool', 'nope']],
  ['a time that is none', ['run', SHELL, '--timeout', 'soon']],
  ['a file that is not there', ['run', 'absent.ts']],
  ['arguments for a tool', ['run', SHELL, 'argument']],
])('2: wrong use: %s', async (_, args) => {
  const { code, stderr } = await cli(...args);
  expect(code).toBe(2);
  expect(stderr).not.toBe('');
});

test('2: a malformed token', async () => {
  const file = join(folder, 'token.json');
  writeFileSync(file, JSON.stringify({ ...token(), expiresAt: 'never' }));
  const { code, stderr } = await cli('run', SHELL, '--token', file, '--input', '{"command":"true"}');
  expect(code).toBe(2);
  expect(stderr).toMatch(/ERR_INVALID_TOKEN.*expiresAt/);
});

test('3: denied', async () => {
  const { code, stderr } = await shell('ls', '--allow-command', 'echo', '--allow-path', folder);
  expect(code).toBe(3);
  expect(JSON.parse(stderr)).toMatchObject({
    error: { code: 'ERR_ACCESS_DENIED', permission: 'ChildProcess', resource: 'ls' },
  });
});

test('3: an expired token', async () => {
  const file = join(folder, 'expired.json');
  writeFileSync(file, JSON.stringify(token({ expiresAt: new Date(Date.now() - 1) })));
  expect((await cli('run', SHELL, '--token', file, '--input', '{"command":"true"}')).code).toBe(3);
});

test('124: out of time', async () => {
  expect((await cli('run', PLAIN, '--tool', 'spin', '--timeout', '300')).code).toBe(124);
});

test('a tool that exits gives its code', async () => {
  expect((await cli('run', PLAIN, '--tool', 'exit', '--input', '{"code":9}')).code).toBe(9);
});

test('--audit prints a line a decision', async () => {
  const { stderr } = await shell('echo hi', '--allow-command', 'echo', '--allow-path', folder, '--audit');
  const events = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events).toContainEqual(
    expect.objectContaining({ permission: 'ChildProcess', resource: 'echo', verdict: 'allowed' }),
  );
});

test('build, inspect and run a component', async () => {
  const output = join(folder, 'shell.wasm');
  const built = await cli('build', SHELL, '-o', output, '--json');
  expect(JSON.parse(built.stdout)).toMatchObject({ output, bytes: readFileSync(output).byteLength });
  const inspected = JSON.parse((await cli('inspect', output, '--json')).stdout);
  expect(inspected.imports).toContain('zora:node/child-process');
  expect(inspected.imports).not.toContain('zora:node/http');
  expect(inspected.tools).toMatchObject([{ name: 'shell_exec', inputSchema: { type: 'object' } }]);
  const ran = await cli(
    'run',
    output,
    '--input',
    '{"command":"echo hi"}',
    '--allow-command',
    'echo',
    '--allow-path',
    folder,
    '--json',
  );
  expect(JSON.parse(ran.stdout)).toMatchObject({ stdout: 'hi\n' });
  expect((await cli('inspect', output)).stdout).toMatch(/shell\.wasm {2}\d\.\d+ MB/);
});

const SCRIPT = `import { readFileSync } from 'node:fs';
process.on('exit', (code) => console.log('exit', code));
console.log(process.argv.slice(2).join(), readFileSync(process.argv[2], 'utf8'));
setTimeout(() => { process.exitCode = 5; }, 1);
`;

test('a script, and the same as a component: arguments, files through the token, exit code', async () => {
  const script = join(folder, 'script.ts');
  const data = join(folder, 'data.txt');
  const output = join(folder, 'script.wasm');
  writeFileSync(script, SCRIPT);
  writeFileSync(data, 'content');
  const expected = { code: 5, stdout: `${data},--flag content\nexit 5\n`, stderr: '' };
  expect(await cli('run', script, '--allow-path', folder, '--', data, '--flag')).toEqual(expected);
  expect((await cli('build', script, '--world', 'command', '-o', output)).code).toBe(0);
  expect(await cli('run', output, '--allow-path', folder, '--', data, '--flag')).toEqual(expected);
  const denied = await cli('run', output, '--', data);
  expect(denied.code).toBe(1);
  expect(denied.stderr).toMatch(/ERR_ACCESS_DENIED/);
});

test('1: what is no component, or not one of ours', async () => {
  const file = join(folder, 'text.wasm');
  writeFileSync(file, 'no component');
  const { code, stderr } = await cli('run', file);
  expect(code).toBe(1);
  expect(stderr).toMatch(/ERR_COMPONENT_INVALID/);
});

test('--help and --version', async () => {
  for (const args of [['--help'], ['run', '--help'], ['build', '--help'], ['inspect', '--help'], ['--version']]) {
    const { code, stdout } = await cli(...args);
    expect(code).toBe(0);
    expect(stdout).not.toBe('');
  }
});
