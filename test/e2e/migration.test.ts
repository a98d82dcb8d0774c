/** The three tools of docs/migrating.md: unchanged, they do in the sandbox what they do in Node. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startServer } from '../../examples/demo/server.ts';
import { sandboxedTools, tokenFromPolicy, type ZoraTool } from '../../src/zora/index.ts';
import { policyOf } from '../unit/zora/policies.ts';
import { EXAMPLES, fileSandbox, rejection, scratchFolder } from './support/sandbox.ts';

const NAMES = ['shell_exec', 'web_fetch', 'release_notes'];
const sandbox = fileSandbox();
const scratch = scratchFolder();

/** A folder with a repository of two commits. */
function repository(name: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], { cwd: folder });
  git('init', '--quiet');
  for (const message of ['Begin', 'Go on']) git('commit', '--quiet', '--allow-empty', '--message', message);
  return folder;
}

/** v1: the module itself. */
async function native(name: string): Promise<ZoraTool> {
  return ((await import(join(EXAMPLES, `${name}.ts`))) as { default: ZoraTool }).default;
}

/** v1.5: the same file. */
async function sandboxed(name: string, folder: string, host: string): Promise<ZoraTool> {
  const policy = policyOf({
    filesystem: { allowed_paths: [folder] },
    shell: { allowed_commands: ['git', 'sort'] },
    network: { allowed_domains: [host] },
  });
  const [tool] = await sandboxedTools(sandbox, {
    tools: [join(EXAMPLES, `${name}.ts`)],
    token: tokenFromPolicy('job', policy),
    policy,
    grant: { env: ['NOTES_AUTHOR'] },
    cwd: folder,
  });
  if (tool === undefined) throw new Error('no tool');
  return tool;
}

test.each(NAMES)('%s knows nothing of wasi-node', (name) => {
  expect(readFileSync(join(EXAMPLES, `${name}.ts`), 'utf8')).not.toMatch(/wasi|zora:|sandbox/i);
});

describe('the same calls, in Node and in the sandbox', () => {
  const here = process.cwd();
  beforeEach(() => vi.stubEnv('NOTES_AUTHOR', 'the tester'));
  afterEach(() => {
    process.chdir(here);
    vi.unstubAllEnvs();
  });

  /** Both ends of a call, each in a repository of its own that the tool takes for the working directory. */
  async function both(name: string, inputOf: (folder: string) => Record<string, unknown>, host = 'localhost') {
    const [nativeFolder, sandboxFolder] = [repository(`${name}-native`), repository(`${name}-sandbox`)];
    const tool = await sandboxed(name, sandboxFolder, host);
    const v1 = await native(name);
    const run = async (handler: ZoraTool['handler'], folder: string): Promise<unknown[]> => [
      await handler(inputOf(folder)),
      await handler(inputOf(folder)),
      String(await rejection(handler({}))).replace(/^\w+: /, ''),
    ];
    process.chdir(nativeFolder);
    const expected = await run(v1.handler, nativeFolder);
    process.chdir(here);
    const got = await run(tool.handler, sandboxFolder);
    expect(tool).toMatchObject({ name: v1.name, description: v1.description, input_schema: v1.input_schema });
    expect(got).toEqual(expected);
    return { nativeFolder, sandboxFolder };
  }

  test('shell_exec', async () => {
    const { nativeFolder, sandboxFolder } = await both('shell_exec', (cwd) => ({
      command: 'git log --format=%s | sort > log.txt; git --version',
      cwd,
    }));
    const file = (folder: string) => readFileSync(join(folder, 'log.txt'), 'utf8');
    expect(file(sandboxFolder)).toBe(file(nativeFolder));
  });

  test('web_fetch', async () => {
    await using server = await startServer();
    const withoutDate = (tool: ZoraTool) => async (input: Record<string, unknown>) => {
      const { headers, ...rest } = (await tool.handler(input)) as { headers: Record<string, string> };
      return { ...rest, headers: Object.keys(headers).sort() };
    };
    const v1 = withoutDate(await native('web_fetch'));
    const v15 = withoutDate(await sandboxed('web_fetch', scratch, server.host));
    for (const path of ['/page', '/moved', '/nothing']) {
      const input = { url: `${server.origin}${path}` };
      expect(await v15(input)).toEqual(await v1(input));
    }
  });

  test('release_notes', async () => {
    const { nativeFolder, sandboxFolder } = await both('release_notes', () => ({ version: '1.5.0' }));
    const notes = (folder: string) => readFileSync(join(folder, 'notes/1.5.0.md'), 'utf8');
    expect(notes(sandboxFolder)).toBe('# 1.5.0\n\n- Go on\n- Begin\n\nBy the tester\n');
    expect(notes(nativeFolder)).toBe(notes(sandboxFolder));
  });
});
