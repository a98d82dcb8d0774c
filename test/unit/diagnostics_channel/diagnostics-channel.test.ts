/** Named channels, and tracing channels over each kind of function. */
import { expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).stdio);
const { Channel, channel, hasSubscribers, subscribe, tracingChannel, unsubscribe } = await import(
  '../../../shims/diagnostics_channel.ts'
);
const { AsyncLocalStorage } = await import('../../../shims/async_hooks.ts');
const { runGuest } = await import('../child_process/fake-host/guest.ts');

test('a channel is one for all, and tells who subscribes', () => {
  const named = channel('named');
  expect(named).toBeInstanceOf(Channel);
  expect(channel('named')).toBe(named);
  const seen: unknown[] = [];
  const subscriber = (message: unknown, name: unknown) => seen.push([message, name]);
  named.publish('nobody');
  expect(hasSubscribers('named')).toBe(false);
  subscribe('named', subscriber);
  expect([named.hasSubscribers, hasSubscribers('named')]).toEqual([true, true]);
  named.publish('all');
  expect([unsubscribe('named', subscriber), unsubscribe('named', subscriber)]).toEqual([true, false]);
  named.publish('nobody');
  expect(seen).toEqual([['all', 'named']]);
  expect(() => channel(5 as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
  expect(() => named.subscribe('no function')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
});

test('a subscriber may leave while it is called, and its errors are uncaught exceptions', async () => {
  const named = channel('leaving');
  const seen: string[] = [];
  const first = () => {
    seen.push('first');
    named.unsubscribe(first);
    throw new Error('of a subscriber');
  };
  named.subscribe(first);
  named.subscribe(() => seen.push('second'));
  await expect(
    runGuest(() => {
      named.publish(1);
      seen.push('published');
    }),
  ).rejects.toThrow('of a subscriber');
  expect(seen).toEqual(['first', 'second', 'published']);
});

test('bound stores are set while a message is published and its function runs', () => {
  const named = channel('stores');
  const [plain, changed] = [new AsyncLocalStorage(), new AsyncLocalStorage()];
  named.bindStore(plain as never);
  named.bindStore(changed as never, (message) => `changed ${message}`);
  named.subscribe(() => expect(plain.getStore()).toBe('m'));
  const result = named.runStores('m', (x: number) => [plain.getStore(), changed.getStore(), x], undefined, 3);
  expect(result).toEqual(['m', 'changed m', 3]);
  expect([named.unbindStore(changed as never), named.unbindStore(changed as never)]).toEqual([true, false]);
  expect(plain.getStore()).toBe(undefined);
});

test('tracing channels follow functions, promises and callbacks', async () => {
  const tracing = tracingChannel('traced');
  const seen: unknown[] = [];
  const handlers = Object.fromEntries(
    ['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) => [
      event,
      (context: unknown) => seen.push([event, { ...(context as object) }]),
    ]),
  );
  expect(tracing.traceSync(() => 'untraced')).toBe('untraced');
  tracing.subscribe(handlers);
  expect(tracing.hasSubscribers).toBe(true);
  const names = () => seen.splice(0).map((entry) => (entry as [string])[0]);

  expect(tracing.traceSync((a: number) => a + 1, { x: 1 }, undefined, 2)).toBe(3);
  expect(seen).toEqual([
    ['start', { x: 1 }],
    ['end', { x: 1, result: 3 }],
  ]);
  seen.length = 0;
  const failure = new Error('failed');
  expect(() =>
    tracing.traceSync(() => {
      throw failure;
    }),
  ).toThrow(failure);
  expect(names()).toEqual(['start', 'error', 'end']);

  expect(await tracing.tracePromise(async () => 4)).toBe(4);
  expect(names()).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
  await expect(tracing.tracePromise(() => Promise.reject(failure))).rejects.toBe(failure);
  expect(names()).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);

  const answer = await new Promise((resolve) => {
    const run = (input: number, done: (error: unknown, result: number) => void) =>
      queueMicrotask(() => done(null, input * 2));
    tracing.traceCallback(run, -1, {}, undefined, 5, (_error: unknown, result: number) => resolve(result));
  });
  expect(answer).toBe(10);
  expect(names()).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
  expect(tracing.unsubscribe(handlers)).toBe(true);
  expect(tracing.hasSubscribers).toBe(false);
});
