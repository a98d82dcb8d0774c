/** Timers: order, repetition, refs, clearing, validation, promises. */
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).stdio);
const timers = await import('../../../shims/timers.ts');
const promises = await import('../../../shims/timers/promises.ts');
const { nextTick } = await import('../../../shims/internal/loop.ts');
const { runGuest } = await import('../child_process/fake-host/guest.ts');
const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate } = timers;

describe('order', () => {
  test('ticks, microtasks, timers by time, immediates', async () => {
    const order: string[] = [];
    await runGuest(() => {
      setTimeout(() => order.push('20'), 20);
      setTimeout(() => {
        order.push('1');
        nextTick(() => order.push('tick of 1'));
        void Promise.resolve().then(() => order.push('micro of 1'));
      }, 1);
      setTimeout(() => order.push('1 too'), 1);
      setImmediate(() => order.push('immediate'));
      nextTick(() => order.push('tick'));
    });
    expect(order.filter((item) => item !== 'immediate')).toEqual([
      'tick',
      '1',
      'tick of 1',
      'micro of 1',
      '1 too',
      '20',
    ]);
    expect(order).toContain('immediate');
  });

  test('an immediate that an immediate starts waits for the next round', async () => {
    const order: string[] = [];
    await runGuest(() => {
      setImmediate(() => {
        order.push('a');
        setImmediate(() => order.push('c'));
      });
      setImmediate(() => order.push('b'));
    });
    expect(order).toEqual(['a', 'b', 'c']);
  });
});

describe('timers', () => {
  test('pass arguments, repeat, and stop when cleared in any form', async () => {
    const calls: unknown[] = [];
    await runGuest(() => {
      setTimeout((a: unknown, b: unknown) => calls.push([a, b]), 1, 1, 2);
      let times = 0;
      const interval = setInterval(() => {
        calls.push('interval');
        if (++times === 2) clearInterval(interval);
      }, 1);
      const never = setTimeout(() => calls.push('never'), 5);
      clearTimeout(`${+never}`);
      const disposed = setTimeout(() => calls.push('never'), 5);
      disposed[Symbol.dispose]();
      clearImmediate(setImmediate(() => calls.push('never')));
      clearTimeout(undefined);
    });
    expect(calls.sort()).toEqual(['interval', 'interval', [1, 2]].sort());
  });

  test('unref lets the program end, refresh starts anew', async () => {
    const calls: string[] = [];
    const started = performance.now();
    await runGuest(() => {
      setTimeout(() => calls.push('unrefed'), 60_000).unref();
      const refreshed = setTimeout(() => calls.push('refreshed'), 30);
      setTimeout(() => refreshed.refresh(), 20);
    });
    expect(calls).toEqual(['refreshed']);
    expect(performance.now() - started).toBeGreaterThanOrEqual(49);
  });

  test('an error in one does not keep the others from running', async () => {
    const calls: string[] = [];
    const run = runGuest(() => {
      setTimeout(() => {
        throw new Error('thrown');
      }, 1);
      setTimeout(() => calls.push('second'), 1);
    });
    await expect(run).rejects.toThrow('thrown');
    expect(calls).toEqual(['second']);
  });

  test('refuses what is no function', () => {
    for (const start of [setTimeout, setInterval, setImmediate]) {
      expect(() => start('code' as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
    }
  });
});

describe('promises', () => {
  test('give their value, and are rejected by a signal', async () => {
    const results: unknown[] = [];
    const controller = new AbortController();
    await runGuest(() => {
      void promises.setTimeout(1, 'a').then((value) => results.push(value));
      void promises.setImmediate('b').then((value) => results.push(value));
      promises.setTimeout(60_000, 'c', { signal: controller.signal }).catch((error) => results.push(error.name));
      setTimeout(() => controller.abort(), 2);
    });
    expect(results.sort()).toEqual(['AbortError', 'a', 'b']);
  });

  test('setInterval counts ticks that nobody waited for', async () => {
    let ticks = 0;
    await runGuest(() => {
      void (async () => {
        for await (const _ of promises.setInterval(1)) if (++ticks === 3) break;
      })();
    });
    expect(ticks).toBe(3);
  });
});
