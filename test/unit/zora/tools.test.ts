/** Budget, dry run, approval, secrets and audit, over a tool that needs no build. */
import { describe, expect, test } from 'vitest';
import type { Sandbox, Tool } from '../../../src/index.ts';
import {
  type SandboxedToolsOptions,
  sandboxedTools,
  sandboxHook,
  tokenFromPolicy,
  type ZoraAuditEntry,
  type ZoraTool,
} from '../../../src/zora/index.ts';
import { policyOf } from './policies.ts';

interface Invocation {
  input: unknown;
  env: Record<string, string | undefined> | undefined;
  grant: { env?: readonly string[] };
}

/** A tool that is not in a sandbox: what it is called with is kept. */
function fakeTool(answer: (call: Invocation) => unknown): { tool: Tool; calls: Invocation[] } {
  const calls: Invocation[] = [];
  const tool = {
    tools: [{ name: 'probe', description: 'Probes', inputSchema: '{"type":"object"}' }],
    async invoke(input: unknown, { env, grant }: Invocation) {
      calls.push({ input, env, grant });
      return answer({ input, env, grant });
    },
  } as unknown as Tool;
  return { tool, calls };
}

async function setUp(
  parts: Parameters<typeof policyOf>[0],
  answer: (call: Invocation) => unknown,
  rest: Partial<SandboxedToolsOptions> = {},
) {
  const { tool, calls } = fakeTool(answer);
  const policy = policyOf(parts);
  const entries: ZoraAuditEntry[] = [];
  const [probe] = await sandboxedTools({} as Sandbox, {
    tools: [tool],
    token: tokenFromPolicy('job-1', policy),
    policy,
    audit: { log: async (entry) => entries.push(entry) },
    ...rest,
  });
  if (probe === undefined) throw new Error('no tool');
  return { probe, calls, entries, types: () => entries.map(({ eventType }) => eventType) };
}

test('a tool in Zora’s shape, and the entries of a call', async () => {
  const { probe, entries } = await setUp({}, () => 42);
  expect(probe).toMatchObject({ name: 'probe', description: 'Probes', input_schema: { type: 'object' } });
  expect(await probe.handler({ a: 1 })).toBe(42);
  expect(entries).toMatchObject([
    { jobId: 'job-1', eventType: 'tool_invocation', provider: 'wasi-node', toolName: 'probe', parameters: { a: 1 } },
    { jobId: 'job-1', eventType: 'tool_result', toolName: 'probe', result: { status: 'ok', allowed: 0, denied: 0 } },
  ]);
  expect(new Date(entries[0]?.timestamp ?? '').getTime()).not.toBeNaN();
});

describe('budget', () => {
  test('of the session, and of a kind', async () => {
    const { probe, calls, entries } = await setUp({ budget: { max_actions_per_type: { probe: 2 } } }, () => 1);
    await probe.handler({});
    await probe.handler({});
    await expect(probe.handler({})).rejects.toMatchObject({ code: 'ERR_BUDGET_EXCEEDED' });
    expect(calls).toHaveLength(2);
    expect(entries.at(-1)).toMatchObject({ eventType: 'budget_exceeded', result: { allowed: false } });
  });
  test('0 is unlimited', async () => {
    const { probe, calls } = await setUp({ budget: { max_actions_per_type: { probe: 0 } } }, () => 1);
    for (let index = 0; index < 5; index++) await probe.handler({});
    expect(calls).toHaveLength(5);
  });
  test('flag asks a person; nobody to ask is a no', async () => {
    const budget = { max_actions_per_session: 1, on_exceed: 'flag' as const };
    const asked: string[] = [];
    const yes = await setUp({ budget }, () => 1, {
      approve: async (action, detail) => {
        asked.push(`${action}: ${detail}`);
        return true;
      },
    });
    await yes.probe.handler({});
    expect(await yes.probe.handler({})).toBe(1);
    expect(asked).toEqual(['budget_exceeded: The session’s budget of 1 actions is used up']);
    expect(yes.types()).toContain('budget_exceeded');
    const nobody = await setUp({ budget }, () => 1);
    await nobody.probe.handler({});
    await expect(nobody.probe.handler({})).rejects.toMatchObject({ code: 'ERR_BUDGET_EXCEEDED' });
  });
  test('Zora’s own engine may count', async () => {
    const { probe, calls } = await setUp({}, () => 1, {
      budget: { recordAction: (kind) => ({ allowed: false, reason: `no more ${kind}` }) },
    });
    await expect(probe.handler({})).rejects.toThrow('no more probe');
    expect(calls).toHaveLength(0);
  });
});

describe('dry run', () => {
  test('nothing runs; the audit tells what would have', async () => {
    const { probe, calls, entries } = await setUp({ dry_run: {} }, () => 1);
    expect(await probe.handler({ a: 1 })).toEqual({ dry_run: true, would_execute: 'probe {"a":1}' });
    expect(calls).toHaveLength(0);
    expect(entries).toMatchObject([{ eventType: 'dry_run', parameters: { a: 1 } }]);
  });
  test('for the named tools alone, and without audit where that is not wanted', async () => {
    const other = await setUp({ dry_run: { tools: ['other'] } }, () => 1);
    expect(await other.probe.handler({})).toBe(1);
    const quiet = await setUp({ dry_run: { audit_dry_runs: false } }, () => 1);
    await quiet.probe.handler({});
    expect(quiet.entries).toEqual([]);
  });
});

test('what is always flagged needs a yes', async () => {
  const { probe, calls, types } = await setUp({ actions: { always_flag: ['*'] } }, () => 1);
  await expect(probe.handler({})).rejects.toMatchObject({ code: 'ERR_NOT_APPROVED' });
  expect(calls).toHaveLength(0);
  expect(types()).toEqual(['policy_violation']);
  const approved = await setUp({ actions: { always_flag: ['probe'] } }, () => 1, { approve: async () => true });
  expect(await approved.probe.handler({})).toBe(1);
});

describe('secrets', () => {
  const secrets = { getSecret: async (name: string) => (name === 'api' ? 'hunter2-hunter2' : null) };
  const secretVariables = { probe: { API_TOKEN: 'api' } };

  test('arrive as variables and leave no trace', async () => {
    const { probe, calls, entries } = await setUp(
      {},
      ({ env }) => ({ told: `it is ${env?.['API_TOKEN']}`, [String(env?.['API_TOKEN'])]: [env?.['API_TOKEN']] }),
      { secrets, secretVariables },
    );
    const result = await probe.handler({ echo: 'hunter2-hunter2' });
    expect(calls[0]?.grant.env).toContain('API_TOKEN');
    expect(result).toEqual({ told: 'it is [secret api]', '[secret api]': ['[secret api]'] });
    expect(JSON.stringify(entries)).not.toContain('hunter2');
    expect(entries[0]).toMatchObject({
      eventType: 'secret_access',
      parameters: { name: 'api' },
      result: { found: true },
    });
  });
  test('are taken out of errors, their causes and stacks', async () => {
    const { probe } = await setUp(
      {},
      ({ env }) => {
        throw Object.assign(new Error(`bad ${env?.['API_TOKEN']}`), { code: 'E_BAD', cause: env?.['API_TOKEN'] });
      },
      { secrets, secretVariables },
    );
    const error = await probe.handler({}).catch((reason: Error) => reason);
    expect(error).toMatchObject({ code: 'E_BAD', message: 'bad [secret api]' });
    expect((error as Error).cause).toBeUndefined();
    expect((error as Error).stack).not.toContain('hunter2');
  });
  test('one that is not there ends the call before it begins', async () => {
    const { probe, calls, entries } = await setUp({}, () => 1, { secrets, secretVariables: { probe: { X: 'none' } } });
    await expect(probe.handler({})).rejects.toMatchObject({ code: 'ERR_SECRET_NOT_FOUND' });
    expect(calls).toHaveLength(0);
    expect(entries).toMatchObject([{ eventType: 'secret_access', result: { found: false } }]);
  });
});

describe('errors', () => {
  test.each([
    [
      new TypeError('fetch failed', {
        cause: Object.assign(new Error('no'), { code: 'ERR_ACCESS_DENIED', permission: 'Net', resource: 'x' }),
      }),
      'ERR_ACCESS_DENIED',
    ],
    [Object.assign(new Error('gone'), { code: 'ENOENT' }), 'ENOENT'],
    [new Error('plain'), 'ERR_TOOL_FAILED'],
    ['a string', 'ERR_TOOL_FAILED'],
  ])('always have a code: %s', async (thrown, code) => {
    const { probe, entries } = await setUp({}, () => {
      throw thrown;
    });
    await expect(probe.handler({})).rejects.toMatchObject({ code });
    expect(entries.at(-1)).toMatchObject({ eventType: 'tool_result', result: { status: 'error', code } });
  });
  test('what cannot be recorded does not happen', async () => {
    const logged: object[] = [];
    const { probe, calls } = await setUp({}, () => 1, {
      audit: { log: () => Promise.reject(new Error('disk full')) },
      logger: { warn: () => {}, error: (data) => logged.push(data) },
    });
    await expect(probe.handler({})).rejects.toMatchObject({ code: 'ERR_AUDIT_FAILED' });
    expect(calls).toHaveLength(0);
    expect(logged).toMatchObject([{ jobId: 'job-1', toolName: 'probe', eventType: 'tool_invocation' }]);
  });
});

test('the hook adds the tools of a task, and puts those of a follow-up in the place of its predecessor’s', async () => {
  const { tool } = fakeTool(() => 1);
  const policy = policyOf();
  const jobs: string[] = [];
  const hook = sandboxHook({} as Sandbox, ({ jobId }) => ({
    tools: [tool],
    token: tokenFromPolicy(jobId, policy),
    policy,
    audit: { log: (entry) => jobs.push(entry.jobId) },
  }));
  const other: ZoraTool = { name: 'other', description: 'Another', input_schema: {}, handler: async () => 2 };
  const first = await hook({ jobId: 'job-1', task: 'begin', customTools: [other] });
  const second = await hook({ ...first, jobId: 'job-2' });
  expect(second).toMatchObject({ jobId: 'job-2', task: 'begin' });
  expect(second.customTools?.map(({ name }) => name)).toEqual(['other', 'probe']);
  await second.customTools?.[1]?.handler({});
  expect(new Set(jobs)).toEqual(new Set(['job-2']));
  const copied = (second.customTools ?? []).map((tool) => ({ ...tool }));
  expect((await hook({ jobId: 'job-3', customTools: copied })).customTools).toHaveLength(2);
});
