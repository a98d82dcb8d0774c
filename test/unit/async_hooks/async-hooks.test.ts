/** The async context over promises and await, AsyncResource and hooks. */
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).stdio);
const { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId, executionAsyncResource, triggerAsyncId } =
  await import('../../../shims/async_hooks.ts');
const { queueMicrotask } = await import('../../../shims/internal/process/queue-microtask.ts');
const { runGuest } = await import('../child_process/fake-host/guest.ts');

/** A promise that something else settles, some microtasks from now. */
async function later<T>(value: T, ticks = 3): Promise<T> {
  for (let i = 0; i < ticks; i++) await Promise.resolve();
  return value;
}

describe('AsyncLocalStorage', () => {
  test('sets a value for a call, and takes it back after it', () => {
    const storage = new AsyncLocalStorage();
    expect(storage.getStore()).toBe(undefined);
    expect(storage.run(1, (a: number, b: number) => [storage.getStore(), a + b], 2, 3)).toEqual([1, 5]);
    storage.run(1, () => {
      storage.run(2, () => expect(storage.getStore()).toBe(2));
      expect(storage.exit(() => storage.getStore())).toBe(undefined);
      expect(storage.getStore()).toBe(1);
    });
    expect(() =>
      storage.run(1, () => {
        throw new Error('out');
      }),
    ).toThrow('out');
    expect(storage.getStore()).toBe(undefined);
  });

  test('keeps storages apart', () => {
    const [first, second] = [new AsyncLocalStorage(), new AsyncLocalStorage({ defaultValue: 'none', name: 'second' })];
    first.run('a', () => {
      expect([first.getStore(), second.getStore()]).toEqual(['a', 'none']);
      second.run('b', () => expect([first.getStore(), second.getStore()]).toEqual(['a', 'b']));
    });
    expect(second.name).toBe('second');
  });

  test('follows concurrent calls over await, then, catch, finally and combinators', async () => {
    const storage = new AsyncLocalStorage();
    const seen: unknown[] = [];
    const call = async (name: string) => {
      const check = () => seen.push(storage.getStore() === name);
      await later(1);
      check();
      try {
        await later(Promise.reject(new Error('x')));
      } catch {
        check();
      }
      await Promise.all([later(1, 5).then(check), later(2, 1).finally(check)]);
      check();
      await Promise.race([later(1), later(2)]);
      check();
      for await (const _ of [later(1), later(2)]) check();
      await new Promise<void>((resolve) => queueMicrotask(() => resolve(void check())));
      await Promise.reject(new Error('y')).catch(check);
      check();
    };
    await Promise.all(['a', 'b', 'c'].map((name) => storage.run(name, call, name)));
    expect(seen).toEqual(new Array(3 * 11).fill(true));
  });

  test('is left outside of it', async () => {
    const storage = new AsyncLocalStorage();
    const inside = storage.run('in', () => later(1));
    expect(storage.getStore()).toBe(undefined);
    await inside;
    expect(storage.getStore()).toBe(undefined);
  });

  test('binds functions to the context of now', () => {
    const storage = new AsyncLocalStorage();
    const bound = storage.run('x', () => AsyncLocalStorage.bind(() => storage.getStore()));
    const snapshot = storage.run('y', () => AsyncLocalStorage.snapshot());
    storage.run('z', () => {
      expect(bound()).toBe('x');
      expect(snapshot((prefix: string) => prefix + storage.getStore(), '-')).toBe('-y');
    });
    expect(() => AsyncLocalStorage.bind(5 as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
  });

  test('promises stay what they were', async () => {
    new AsyncLocalStorage();
    expect(Promise.prototype.constructor).toBe(Promise);
    expect(Promise.resolve(1).constructor).toBe(Promise);
    expect(Promise.prototype.then.name).toBe('then');
    expect(Object.keys(Promise.prototype)).toEqual([]);
    class Mine extends Promise<number> {}
    expect(Mine.resolve(1).then((x) => x)).toBeInstanceOf(Mine);
    expect(await Mine.resolve(1).then((x) => x + 1)).toBe(2);
    const order: string[] = [];
    const run = async (name: string, waits: number) => {
      for (let i = 0; i < waits; i++) await Promise.resolve();
      order.push(name);
    };
    await Promise.all([run('three', 3), run('one', 1), run('two', 2)]);
    expect(order).toEqual(['one', 'two', 'three']);
  });
});

describe('AsyncResource', () => {
  test('runs callbacks in the context and with the ids of its making', () => {
    const storage = new AsyncLocalStorage();
    const resource = storage.run('made', () => new AsyncResource('test'));
    const target = {};
    const result = resource.runInAsyncScope(
      function (this: unknown, x: number) {
        return [this, x, storage.getStore(), executionAsyncId(), triggerAsyncId(), executionAsyncResource()];
      },
      target,
      7,
    );
    expect(result).toEqual([target, 7, 'made', resource.asyncId(), resource.triggerAsyncId(), resource]);
    expect(executionAsyncId()).toBe(1);
    const bound = resource.bind((a: unknown, b: unknown) => [a, b, executionAsyncId()]);
    expect(bound.length).toBe(2);
    expect(bound(1, 2)).toEqual([1, 2, resource.asyncId()]);
  });

  test('refuses wrong arguments', () => {
    expect(() => new AsyncResource(5 as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
    expect(() => new AsyncResource('x', -2)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ASYNC_ID' }));
    expect(() => createHook({ init: 5 })).toThrow(expect.objectContaining({ code: 'ERR_ASYNC_CALLBACK' }));
  });

  test('is told to hooks while they are enabled', async () => {
    const events: unknown[] = [];
    const hook = createHook({
      init: (id: number, type: string, trigger: number) => events.push(['init', id, type, trigger]),
      before: (id: number) => events.push(['before', id]),
      after: (id: number) => events.push(['after', id]),
      destroy: (id: number) => events.push(['destroy', id]),
    });
    let id = 0;
    await runGuest(() => {
      hook.enable();
      const resource = new AsyncResource('seen');
      id = resource.asyncId();
      expect(() =>
        resource.runInAsyncScope(() => {
          throw new Error('out');
        }),
      ).toThrow('out');
      resource.emitDestroy();
    });
    hook.disable();
    new AsyncResource('unseen');
    expect(events).toEqual([
      ['init', id, 'seen', 1],
      ['before', id],
      ['after', id],
      ['destroy', id],
    ]);
  });
});
