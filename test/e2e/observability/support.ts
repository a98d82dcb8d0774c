/** What the tests of observation share. */
import type { AuditEvent } from '../../../src/index.ts';
import type { Invocation, InvocationEnd, Observer } from '../../../src/observability/observer.ts';

/** One invocation, made up. */
export const invocation = (parts: Partial<Invocation> = {}): Invocation => ({
  id: 1,
  kind: 'invoke',
  jobId: 'job',
  tool: 'tool',
  component: 'c0ffee',
  time: Date.UTC(2026, 0, 1),
  ...parts,
});

/** One decision, made up. */
export const decision = (parts: Partial<AuditEvent> = {}): AuditEvent => ({
  time: '2026-01-01T12:00:00.000Z',
  jobId: 'job',
  tool: 'tool',
  permission: 'FileSystemRead',
  resource: '/work/a',
  verdict: 'allowed',
  reason: 'by the token',
  ...parts,
});

export const end = (parts: Partial<InvocationEnd> = {}): InvocationEnd => ({
  outcome: 'resolved',
  code: undefined,
  exitCode: undefined,
  milliseconds: 12.5,
  ...parts,
});

/** Has `observer` watch an invocation with so many decisions. */
export function play(observer: Observer, decisions: number, id = 1): void {
  const watching = observer.begin(invocation({ id }));
  watching?.started?.({ warm: id % 2 === 0 });
  for (let i = 0; i < decisions; i++) watching?.audit?.(decision({ resource: `/work/${i}` }));
  watching?.ended?.(end());
}
