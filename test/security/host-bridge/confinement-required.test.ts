import { expect, test, vi } from 'vitest';
import { errorOf, type Imports } from '../../../contract/host.ts';
import { options, program } from '../../../contract/suites/child-process.ts';
import type { AuditEvent } from '../../../host-bridge/audit.ts';
import { createHostBridge } from '../../../host-bridge/index.ts';

// A machine without bubblewrap.
vi.mock('../../../host-bridge/internal/confinement/probe.ts', () => ({ findBubblewrap: async () => undefined }));

function bridgeWith(confinement: 'auto' | 'required' | 'off', events: AuditEvent[]) {
  return createHostBridge({
    token: {
      jobId: 'job',
      allowedPaths: [],
      deniedPaths: [],
      allowedCommands: ['true'],
      allowedTools: [],
      maxExecutionTime: 60_000,
      createdAt: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
    },
    grant: { confinement },
    cwd: '/',
    audit: (event) => events.push(event),
  });
}

const spawnOf = (imports: unknown) => (imports as Imports)['zora:node/child-process'].spawn;

test('a child that must be confined does not run where it cannot be', async () => {
  const events: AuditEvent[] = [];
  await using bridge = bridgeWith('required', events);
  expect(await errorOf(() => spawnOf(bridge.imports)(program('true'), options()))).toEqual({
    tag: 'denied',
    val: { permission: 'child-process', resource: 'true' },
  });
  expect(events.at(-1)).toMatchObject({ verdict: 'denied', rule: 'confinement: required', confinement: 'none' });
});

test.each(['auto', 'off'] as const)(
  'with %s it runs, and the audit says that it is not confined',
  async (confinement) => {
    const events: AuditEvent[] = [];
    await using bridge = bridgeWith(confinement, events);
    const child = await spawnOf(bridge.imports)(program('true'), options());
    expect(child.pid()).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ verdict: 'allowed', permission: 'ChildProcess', confinement: 'none' });
  },
);
