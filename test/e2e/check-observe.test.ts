/** `wasi-node check --observe`: the least token that a run needed. For the example tools it is the token that the demos use. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { demoCases, demoToken } from '../../examples/demo/cases.ts';
import { startServer } from '../../examples/demo/server.ts';
import { allowedSteps, jobTasks, TOOLS } from '../../examples/zora/job.ts';
import { type ObservedCall, observe } from '../../src/check/observe/observe.ts';
import { mergeSuggestions, type Suggestion } from '../../src/check/program/suggestion.ts';
import type { Sandbox } from '../../src/index.ts';
import { grantFromPolicy, tokenFromPolicy } from '../../src/zora/index.ts';
import { fileSandbox, scratchFolder } from './support/sandbox.ts';

const CLI = join(import.meta.dirname, '../../src/cli/index.ts');
const sandbox = fileSandbox();
const folder = scratchFolder();

/** What the example tools need for these calls. */
async function observeTools(box: Sandbox, calls: ObservedCall[], timeout?: number): Promise<Suggestion> {
  const suggestions: Suggestion[] = [];
  for (const entry of TOOLS) {
    const name = basename(entry, '.ts');
    const own = calls.filter(({ tool }) => tool === name);
    suggestions.push((await observe(box, entry, { calls: own, cwd: folder, timeout })).suggestion);
  }
  return mergeSuggestions(suggestions);
}

describe('the tokens of the demos', () => {
  test('demo:zora: the policy is what its calls need', async () => {
    await using server = await startServer();
    const place = { folder, origin: server.origin };
    const [task] = jobTasks(place);
    if (task === undefined) throw new Error('no task');
    const { token: found, grant } = await observeTools(sandbox, allowedSteps(place));
    const used = tokenFromPolicy('job', task.policy, { allowedTools: ['shell_exec', 'web_fetch'] });
    expect({ paths: found.allowedPaths, commands: found.allowedCommands, tools: found.allowedTools }).toEqual({
      paths: used.allowedPaths,
      commands: used.allowedCommands,
      tools: used.allowedTools,
    });
    expect(grant.network?.allow).toEqual(grantFromPolicy(task.policy).network?.allow);
    expect(grant.env).toBeUndefined();
  });

  test('demo: the token lists what its calls need', async () => {
    await using server = await startServer();
    const cases = demoCases(folder, server).filter(
      ({ allowed, failsWith }) => allowed !== undefined || failsWith === 'ERR_TOOL_TIMEOUT',
    );
    const { token: found, grant } = await observeTools(sandbox, cases, 1000);
    const used = demoToken(folder);
    expect(found.allowedPaths).toEqual(used.allowedPaths);
    expect(found.allowedCommands).toEqual([...used.allowedCommands].sort());
    expect(grant.network?.allow).toEqual([`http://${server.host}/`]);
  });
});

/** A script that uses everything that is recorded. */
const SCRIPT = `
  import { execFileSync } from 'node:child_process';
  import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
  import { connect, createServer } from 'node:net';
  const port = Number(process.argv[2]);
  mkdirSync('made');
  for (let index = 0; index < 20; index++) writeFileSync('made/' + index, process.env.LANG ?? '');
  symlinkSync('/etc/hostname', 'link');
  readFileSync('link');
  execFileSync('/bin/echo', ['x']);
  const server = createServer().listen(0, '127.0.0.1', () => {
    server.close();
    connect(port, '127.0.0.1').on('connect', function () { this.end(); }).on('close', () => console.log('done'));
  });`;

test('a script: what it opened, ran, connected to and listened on; its own files and modules too', async () => {
  const work = join(folder, 'script');
  mkdirSync(work);
  const entry = join(work, 'script.mjs');
  writeFileSync(entry, SCRIPT);
  const peer = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  const { port } = peer.address() as { port: number };
  try {
    const { suggestion, failures, denied } = await observe(sandbox, entry, {
      args: [String(port)],
      cwd: work,
      variables: ['LANG'],
    });
    expect({ failures, denied }).toEqual({ failures: [], denied: [] });
    expect(suggestion.token.allowedCommands).toEqual(['echo']);
    expect(suggestion.token.allowedPaths).toEqual(expect.arrayContaining(['/etc/hostname', work]));
    // The folder that the command ran in covers what the script made in it.
    expect(suggestion.token.allowedPaths).not.toContain(join(work, 'made'));
    expect(suggestion.grant).toEqual({
      network: { allow: [`127.0.0.1:${port}`], listen: ['127.0.0.1:0'] },
      env: ['LANG'],
    });
  } finally {
    peer.close();
  }
});

test('what is denied even so is told, and suggested to nobody', async () => {
  const { suggestion, failures, denied } = await observe(sandbox, TOOLS[0] as string, {
    calls: [{ input: { command: 'LD_PRELOAD=./x.so git --version' } }],
    cwd: folder,
  });
  expect(failures).toHaveLength(1);
  expect(denied).toMatchObject([{ permission: 'Environment', resource: 'LD_PRELOAD' }]);
  expect(suggestion.grant).toEqual({});
});

function cli(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe('the command line', () => {
  const input = '{"command":"git --version > version.txt"}';

  test('writes files with which the same call runs, and another does not', async () => {
    const observed = await cli('check', '--observe', TOOLS[0] as string, '--input', input, '-o', 'observed');
    expect(observed).toMatchObject({ code: 0, stderr: '' });
    const rights = ['--token', 'observed/token.json', '--grant', 'observed/grant.json', '--json'];
    const again = await cli('run', TOOLS[0] as string, ...rights, '--input', input);
    expect(JSON.parse(again.stdout)).toMatchObject({ exit_code: 0 });
    expect(await cli('run', TOOLS[0] as string, ...rights, '--input', '{"command":"ls"}')).toMatchObject({ code: 3 });
    const { expiresAt } = JSON.parse(readFileSync(join(folder, 'observed/token.json'), 'utf8')) as {
      expiresAt: string;
    };
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  });
  test('takes the calls of several tools from a file', async () => {
    await using server = await startServer();
    const calls = [
      { tool: 'shell_exec', input: { command: 'git --version' } },
      { tool: 'web_fetch', input: { url: `${server.origin}/page` } },
    ];
    writeFileSync(join(folder, 'calls.json'), JSON.stringify(calls));
    const { code, stdout } = await cli('check', '--observe', ...TOOLS, '--inputs', 'calls.json', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      token: {
        jobId: 'observed',
        allowedCommands: ['git'],
        allowedTools: ['shell_exec', 'web_fetch'],
        allowedPaths: [folder],
      },
      grant: { network: { allow: [`${server.origin}/`] } },
    });
  });
  test('1: a call that failed; 2: wrong use', async () => {
    const failed = await cli('check', '--observe', TOOLS[0] as string, '--input', '{}');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/failed, and what it needs after that is not known/);
    for (const args of [['--observe'], ['--observe', TOOLS[0] as string, '--input', '{'], ['no-such-thing']]) {
      expect((await cli('check', ...args)).code).toBe(2);
    }
  });
  test('reports a folder, as JSON too, and ends with 1 where a tool cannot run', async () => {
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    writeFileSync(
      join(tools, 'good.js'),
      'import { spawn } from "node:child_process"; export const run = () => spawn("git");',
    );
    const good = await cli('check', 'tools', '--json');
    expect(good.code).toBe(0);
    expect(JSON.parse(good.stdout)).toMatchObject({
      programs: [{ verdict: 'ready', suggestion: { token: { allowedCommands: ['git'] } } }],
    });
    writeFileSync(
      join(tools, 'bad.js'),
      'import { connect } from "node:http2"; export const run = () => connect("https://localhost");',
    );
    const both = await cli('check', 'tools');
    expect(both.code).toBe(1);
    expect(both.stdout).toMatch(/tools\/bad\.js {2}blocked/);
    expect(both.stdout).toMatch(/http2\.connect +ERR_FEATURE_UNAVAILABLE_ON_PLATFORM {2}tools\/bad\.js:1/);
    expect(both.stdout).toMatch(/tools\/good\.js {2}ready/);
  });
});
