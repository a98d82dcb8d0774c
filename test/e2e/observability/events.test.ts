import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { InvocationEvents, type Observer, type Tool } from '../../../src/index.ts';
import { FIXTURES, fileSandbox, rejection, scratchFolder, token } from '../support/sandbox.ts';

const events = new InvocationEvents();
let refused: Error | undefined;
const refusing: Observer = {
  begin() {
    if (refused !== undefined) throw refused;
    return undefined;
  },
};
const sandbox = fileSandbox({ maxWorkers: 2, observers: [events, refusing] });
const folder = scratchFolder();
let tool: Tool;

beforeAll(async () => {
  tool = await sandbox.load(join(FIXTURES, 'observed.ts'));
});

/** The events of what `call` does, as one list. */
async function during(call: () => Promise<unknown>): Promise<unknown[][]> {
  const seen: unknown[][] = [];
  for (const name of ['begin', 'start', 'audit', 'end'] as const) {
    events.on(name, (...args: unknown[]) => void seen.push([name, ...args]));
  }
  try {
    await call();
  } finally {
    events.removeAllListeners();
  }
  return seen;
}

test('an invocation, its decisions and its end are events in order', async () => {
  const seen = await during(() =>
    rejection(tool.invoke(join(folder, '..'), { token: token({ jobId: 'job-7' }), tool: 'read' })),
  );
  const [invocation] = (seen[0] ?? []).slice(1);
  expect(invocation).toMatchObject({ kind: 'invoke', jobId: 'job-7', tool: 'read' });
  expect(seen.map(([name]) => name)).toEqual(['begin', 'start', 'audit', 'audit', 'end']);
  for (const [, about] of seen) expect(about).toBe(invocation);
  expect(seen.map(([, , detail]) => detail).slice(1)).toMatchObject([
    { warm: expect.any(Boolean) },
    { permission: 'Tool', verdict: 'allowed' },
    { permission: 'FileSystemRead', verdict: 'denied', resource: join(folder, '..') },
    { outcome: 'rejected', code: 'ERR_ACCESS_DENIED', milliseconds: expect.any(Number) },
  ]);
});

test('what the sandbox stops ends with its code', async () => {
  const seen = await during(() =>
    rejection(tool.invoke(undefined, { token: token({ maxExecutionTime: 50 }), tool: 'spin' })),
  );
  expect(seen.at(-1)?.[2]).toMatchObject({ outcome: 'stopped', code: 'ERR_TOOL_TIMEOUT' });
});

test("the caller's own audit hook is called as well", async () => {
  const own: unknown[] = [];
  const seen = await during(() =>
    tool.invoke(1, { token: token(), tool: 'echo', audit: (event) => void own.push(event) }),
  );
  expect(own).toEqual(seen.filter(([name]) => name === 'audit').map(([, , event]) => event));
  expect(own).toHaveLength(1);
});

test('a listener of audit that throws ends the invocation with its error', async () => {
  const failure = new Error('not recorded');
  events.on('audit', () => {
    throw failure;
  });
  const error = await rejection(tool.invoke(1, { token: token(), tool: 'echo' })).finally(() =>
    events.removeAllListeners(),
  );
  expect(error).toBe(failure);
});

test('an observer that refuses an invocation keeps it from starting, and those told before learn the end', async () => {
  refused = Object.assign(new Error('no'), { code: 'E_NO' });
  try {
    const seen = await during(async () => {
      expect(await rejection(tool.invoke(1, { token: token(), tool: 'echo' }))).toBe(refused);
    });
    expect(seen.map(([name]) => name)).toEqual(['begin', 'end']);
    expect(seen[1]?.[2]).toMatchObject({ outcome: 'failed', code: 'E_NO' });
  } finally {
    refused = undefined;
  }
});
