/** `maxExecutionTime` and the network policy were never enforced by Zora; here the sandbox does, in the middle of a call too. */
import { afterAll, describe, expect, test } from 'vitest';
import { createSandbox } from '../../../src/index.ts';
import { sandboxedTools, tokenFromPolicy, type ZoraAuditEntry } from '../../../src/zora/index.ts';
import { EXAMPLES } from '../../e2e/support/sandbox.ts';
import { policyOf } from '../../unit/zora/policies.ts';
import { Folder } from '../capability/fixture.ts';

const sandbox = createSandbox({ maxWorkers: 2 });
const folder = new Folder();
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function toolOf(name: string, parts: Parameters<typeof policyOf>[0]) {
  const policy = policyOf({ filesystem: { allowed_paths: [folder.path] }, ...parts });
  const entries: ZoraAuditEntry[] = [];
  const [tool] = await sandboxedTools(sandbox, {
    tools: [`${EXAMPLES}/${name}.ts`],
    token: JSON.parse(JSON.stringify(tokenFromPolicy('job', policy))),
    policy,
    cwd: folder.path,
    audit: { log: (entry) => entries.push(entry) },
  });
  if (tool === undefined) throw new Error('no tool');
  return { tool, entries };
}

test('a command that takes longer than max_execution_time is ended', async () => {
  const { tool, entries } = await toolOf('shell_exec', {
    shell: { allowed_commands: ['sleep'], max_execution_time: '300ms' },
  });
  const started = performance.now();
  await expect(tool.handler({ command: 'sleep 20' })).rejects.toMatchObject({ code: 'ERR_TOOL_TIMEOUT' });
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(entries.at(-1)).toMatchObject({ eventType: 'tool_result', result: { code: 'ERR_TOOL_TIMEOUT' } });
});

describe('a domain that is not in the policy, and one that it denies', () => {
  test.each([
    [['https://*'], [], 'http://example.com/'],
    [['http://*'], ['example.com'], 'http://example.com/'],
    [['http://*'], [], 'http://127.0.0.1:8080/'],
    [['http://*'], [], 'http://169.254.169.254/latest/meta-data/'],
    [['http://*'], [], 'http://[::ffff:127.0.0.1]/'],
  ])('%j, not %j: %s', async (allowed_domains, denied_domains, url) => {
    const { tool, entries } = await toolOf('web_fetch', { network: { allowed_domains, denied_domains } });
    await expect(tool.handler({ url })).rejects.toMatchObject({ code: 'ERR_ACCESS_DENIED', permission: 'Net' });
    expect(entries.map(({ eventType }) => eventType)).toEqual(['tool_invocation', 'policy_violation', 'tool_result']);
  });
});

test('a tool that is not in allowedTools does not run', async () => {
  const policy = policyOf({ shell: { allowed_commands: ['true'] } });
  const [tool] = await sandboxedTools(sandbox, {
    tools: [`${EXAMPLES}/shell_exec.ts`],
    token: tokenFromPolicy('job', policy, { allowedTools: ['web_fetch'] }),
    policy,
  });
  await expect(tool?.handler({ command: 'true' })).rejects.toMatchObject({
    code: 'ERR_ACCESS_DENIED',
    permission: 'Tool',
  });
});
