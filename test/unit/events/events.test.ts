/** EventEmitter, EventTarget and abort signals. */
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).stdio);
const {
  default: EventEmitter,
  on,
  once,
  getEventListeners,
  setMaxListeners,
} = await import('../../../shims/events.ts');
const { EventTarget, Event, CustomEvent } = await import('../../../shims/globals/event-target.ts');
const { AbortController, AbortSignal } = await import('../../../shims/globals/abort.ts');
const { runGuest } = await import('../child_process/fake-host/guest.ts');

describe('EventEmitter', () => {
  test('calls listeners in order, once-listeners once, and survives their removal in the middle', () => {
    const emitter = new EventEmitter();
    const calls: string[] = [];
    const second = () => calls.push('second');
    emitter.on('x', () => {
      calls.push('first');
      emitter.off('x', second);
    });
    emitter.on('x', second);
    emitter.once('x', () => calls.push('once'));
    emitter.prependListener('x', () => calls.push('zeroth'));
    emitter.emit('x');
    emitter.emit('x');
    expect(calls).toEqual(['zeroth', 'first', 'second', 'once', 'zeroth', 'first']);
  });

  test('tells of new and removed listeners with the function that was given', () => {
    const emitter = new EventEmitter();
    const seen: unknown[] = [];
    emitter.on('newListener', (name, listener) => seen.push(['new', name, listener]));
    emitter.on('removeListener', (name, listener) => seen.push(['removed', name, listener]));
    const listener = () => {};
    emitter.once('x', listener);
    emitter.emit('x');
    expect(seen.slice(1)).toEqual([
      ['new', 'x', listener],
      ['removed', 'x', listener],
    ]);
  });

  test('throws an unhandled error event, as it is or wrapped', () => {
    const error = new Error('mine');
    expect(() => new EventEmitter().emit('error', error)).toThrow(error);
    expect(() => new EventEmitter().emit('error', { a: 1 })).toThrow(
      expect.objectContaining({ code: 'ERR_UNHANDLED_ERROR', context: { a: 1 } }),
    );
  });

  test('captures rejections of async listeners where it is asked to', async () => {
    const errors: unknown[] = [];
    await runGuest(() => {
      const emitter = new EventEmitter({ captureRejections: true });
      emitter.on('error', (error) => errors.push(error));
      emitter.on('x', async () => {
        throw new Error('late');
      });
      emitter.emit('x');
    });
    expect(errors).toEqual([new Error('late')]);
  });

  test('works as a function on objects that inherit from it', () => {
    function Old(this: object) {
      (EventEmitter as unknown as (this: object) => void).call(this);
    }
    Object.setPrototypeOf(Old.prototype, EventEmitter.prototype);
    const old = new (Old as unknown as new () => InstanceType<typeof EventEmitter>)();
    const listener = vi.fn();
    old.on('x', listener).emit('x', 1);
    expect(listener).toHaveBeenCalledWith(1);
  });

  test('once gives the arguments, or the error, or the abort', async () => {
    const emitter = new EventEmitter();
    const got = once(emitter, 'x');
    emitter.emit('x', 1, 2);
    expect(await got).toEqual([1, 2]);
    const failed = once(emitter, 'x');
    emitter.emit('error', new Error('no'));
    await expect(failed).rejects.toThrow('no');
    const controller = new AbortController();
    const aborted = once(emitter, 'x', { signal: controller.signal as unknown as globalThis.AbortSignal });
    controller.abort('why');
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError', cause: 'why' });
    expect(emitter.eventNames()).toEqual([]);
  });

  test('on iterates, ends by a close event and is rejected by an error', async () => {
    const emitter = new EventEmitter();
    const seen: unknown[] = [];
    const iterating = (async () => {
      for await (const args of on(emitter, 'x', { close: ['done'] })) seen.push(args);
    })();
    emitter.emit('x', 1);
    emitter.emit('x', 2);
    emitter.emit('done');
    await iterating;
    expect(seen).toEqual([[1], [2]]);
    const next = on(emitter, 'x').next();
    emitter.emit('error', new Error('no'));
    await expect(next).rejects.toThrow('no');
  });
});

describe('EventTarget', () => {
  test('dispatches to functions and objects, with once, signal and stopImmediatePropagation', () => {
    const target = new EventTarget();
    const calls: string[] = [];
    const controller = new AbortController();
    target.addEventListener('x', () => calls.push('once'), { once: true });
    target.addEventListener('x', { handleEvent: (event: { type: string }) => calls.push(event.type) });
    target.addEventListener('x', () => calls.push('signal'), { signal: controller.signal });
    target.addEventListener('x', (event: { stopImmediatePropagation(): void }) => event.stopImmediatePropagation());
    target.addEventListener('x', () => calls.push('never'));
    target.dispatchEvent(new Event('x'));
    controller.abort();
    target.dispatchEvent(new CustomEvent('x', { detail: 1 }));
    expect(calls).toEqual(['once', 'x', 'signal', 'x']);
  });

  test('reports what a listener throws after the others have run', async () => {
    const calls: string[] = [];
    const run = runGuest(() => {
      const target = new EventTarget();
      target.addEventListener('x', () => {
        throw new Error('thrown');
      });
      target.addEventListener('x', () => calls.push('second'));
      target.dispatchEvent(new Event('x'));
      calls.push('after');
    });
    await expect(run).rejects.toThrow('thrown');
    expect(calls).toEqual(['second', 'after']);
  });

  test('preventDefault counts for cancelable events only', () => {
    const target = new EventTarget();
    target.addEventListener('x', (event: { preventDefault(): void }) => event.preventDefault());
    expect(target.dispatchEvent(new Event('x'))).toBe(true);
    expect(target.dispatchEvent(new Event('x', { cancelable: true }))).toBe(false);
  });

  test('is known to getEventListeners and setMaxListeners', () => {
    const target = new EventTarget();
    const listener = () => {};
    target.addEventListener('x', listener);
    setMaxListeners(3, target as never);
    expect(getEventListeners(target as never, 'x')).toEqual([listener]);
    expect(() => setMaxListeners(-1, target as never)).toThrow(RangeError);
  });
});

describe('AbortSignal', () => {
  test('has its reason, throws it, and fires once', () => {
    const controller = new AbortController();
    const listener = vi.fn();
    controller.signal.onabort = listener;
    controller.abort('why');
    controller.abort('again');
    expect(listener).toHaveBeenCalledTimes(1);
    expect(controller.signal.reason).toBe('why');
    expect(() => controller.signal.throwIfAborted()).toThrow('why');
    expect(AbortSignal.abort().reason).toMatchObject({ name: 'AbortError', code: 20 });
  });

  test('any follows the first, also through another any', () => {
    const [a, b] = [new AbortController(), new AbortController()];
    const both = AbortSignal.any([AbortSignal.any([a.signal]), b.signal]);
    b.abort('b');
    a.abort('a');
    expect(both.reason).toBe('b');
  });

  test('timeout aborts with a TimeoutError and does not keep the program alive', async () => {
    let signal: InstanceType<typeof AbortSignal> | undefined;
    await runGuest(() => {
      signal = AbortSignal.timeout(60_000);
    });
    expect(signal?.aborted).toBe(false);
  });
});
