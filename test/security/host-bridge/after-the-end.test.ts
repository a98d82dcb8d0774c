/** A guest that was suspended when its instance ended, and goes on. */
import { readdirSync, readlinkSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { type AuditEvent, createHostBridge } from '../../../host-bridge/index.ts';
import { Folder, tokenOf } from '../capability/fixture.ts';

type Files = typeof import('../../../host-bridge/wit/zora-node-file-system.d.ts');

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
folder.file('a');

/** Descriptors of this process within the folder. */
const held = () =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder.path);
    } catch {
      // The one that lists the folder.
      return false;
    }
  });

const denied = { payload: expect.objectContaining({ tag: 'denied' }) };

test('what waits for the authorize hook is not begun after the end', async () => {
  const hook = Promise.withResolvers<boolean>();
  const events: AuditEvent[] = [];
  const bridge = createHostBridge({
    token: tokenOf({ allowedPaths: [folder.path] }),
    authorize: () => hook.promise,
    audit: (event) => events.push(event),
  });
  const { open } = bridge.imports['zora:node/file-system'] as unknown as Files;
  const opening = [open(folder.at('a'), 0, 0), open(folder.at('new'), 0o101, 0o644)];
  await bridge.dispose();
  hook.resolve(true);
  for (const each of opening) await expect(each).rejects.toMatchObject(denied);
  expect(held()).toEqual([]);
  expect(readdirSync(folder.path)).toEqual(['a']);
  expect(events.map(({ verdict, rule }) => [verdict, rule])).toEqual([
    ['denied', 'the instance has ended'],
    ['denied', 'the instance has ended'],
  ]);
});

test('nothing is allowed after the end', async () => {
  const bridge = createHostBridge({
    token: tokenOf({ allowedPaths: [folder.path] }),
    grant: { network: { allow: ['*'] } },
  });
  await bridge.dispose();
  const { open, stat } = bridge.imports['zora:node/file-system'] as unknown as Files;
  expect(() => open(folder.at('a'), 0, 0)).toThrow(expect.objectContaining(denied));
  expect(() => stat(folder.at('a'), true)).toThrow(expect.objectContaining(denied));
  expect(held()).toEqual([]);
});
