/** Clocks and timers that tests move. https://nodejs.org/api/test.html#class-mocktimers */

import timersPromises from '../../timers/promises.ts';
import timers from '../../timers.ts';
import { AbortController } from '../abort.ts';
import { AbortError, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE } from '../errors.ts';
import { validateAbortSignal, validateNumber, validateObject, validateStringArray } from '../validators.ts';
import { makeMockDate } from './mock-date.ts';

const APIS = ['setTimeout', 'setInterval', 'setImmediate', 'Date', 'scheduler.wait', 'AbortSignal.timeout'];
const NEEDS_CLEARING: Readonly<Record<string, string>> = {
  setTimeout: 'clearTimeout',
  setInterval: 'clearInterval',
  setImmediate: 'clearImmediate',
};

interface Entry {
  id: number;
  runAt: number;
  callback: (...args: unknown[]) => unknown;
  args: unknown[];
  /** Milliseconds between the calls of an interval. */
  every: number | undefined;
}

type Functions = Record<string, unknown>;

/** What a mocked `setTimeout` gives. */
class MockTimeout {
  readonly #entry: Entry;
  readonly #owner: Queue;
  readonly #delay: number;
  #refed = true;

  constructor(owner: Queue, entry: Entry, delay: number) {
    this.#owner = owner;
    this.#entry = entry;
    this.#delay = delay;
  }

  get id(): number {
    return this.#entry.id;
  }

  ref(): this {
    this.#refed = true;
    return this;
  }

  unref(): this {
    this.#refed = false;
    return this;
  }

  hasRef(): boolean {
    return this.#refed;
  }

  refresh(): this {
    this.#entry.runAt = this.#owner.now + this.#delay;
    this.#owner.add(this.#entry);
    return this;
  }

  close(): this {
    this.#owner.remove(this.#entry.id);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.#entry.id;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** The mocked time, and what waits for it. */
class Queue {
  now: number;
  #entries: Entry[] = [];
  #nextId = 1;

  constructor(now: number) {
    this.now = now;
  }

  get lastDue(): number | undefined {
    return this.#entries.length === 0 ? undefined : Math.max(...this.#entries.map(({ runAt }) => runAt));
  }

  make(callback: Entry['callback'], delay: unknown, args: unknown[], repeats: boolean, immediate = false): MockTimeout {
    const wanted = Number(delay);
    const milliseconds = immediate ? -1 : wanted >= 1 && wanted <= 2 ** 31 - 1 ? Math.trunc(wanted) : 1;
    const every = repeats ? milliseconds : undefined;
    const entry: Entry = { id: this.#nextId++, runAt: this.now + milliseconds, callback, args, every };
    this.add(entry);
    return new MockTimeout(this, entry, milliseconds);
  }

  add(entry: Entry): void {
    if (!this.#entries.includes(entry)) this.#entries.push(entry);
  }

  remove(id: number): void {
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
  }

  /** Calls what is due at `time`, in order; what is added on the way, too. */
  advance(time: number): void {
    this.now = time;
    for (;;) {
      let next: Entry | undefined;
      for (const entry of this.#entries) {
        if (entry.runAt <= time && (next === undefined || entry.runAt < next.runAt)) next = entry;
      }
      if (next === undefined) break;
      if (next.every === undefined) this.remove(next.id);
      else next.runAt += next.every;
      Reflect.apply(next.callback, undefined, next.args);
    }
  }
}

export class MockTimers {
  #queue: Queue | undefined;
  #undo: (() => void)[] = [];

  /** @param options `apis`: what is mocked, by default everything; `now`: the time in milliseconds, or a Date */
  enable(options: unknown = {}): void {
    if (this.#queue !== undefined) throw new ERR_INVALID_STATE('MockTimers is already enabled!');
    validateObject(options, 'options');
    const { apis = APIS, now = 0 } = options as { apis?: string[]; now?: unknown };
    validateStringArray(apis, 'options.apis');
    for (const api of apis) {
      if (!APIS.includes(api)) {
        throw new ERR_INVALID_ARG_VALUE('options.apis', api, `option ${api} is not supported`);
      }
    }
    const time = now instanceof Date ? now.getTime() : now;
    if (Number.isNaN(time))
      throw new ERR_INVALID_ARG_VALUE('now', time, 'epoch must be a positive integer received by ');
    validateNumber(time, 'initialTime');
    if (time < 0) throw new ERR_INVALID_ARG_VALUE('initialTime', time, 'must be a positive integer');
    this.#queue = new Queue(time);
    for (const api of apis.length === 0 ? APIS : apis) this.#mock(api, this.#queue);
  }

  /** Lets `time` milliseconds pass. */
  tick(time: unknown = 1): void {
    const queue = this.#enabled();
    this.#checkTime(time);
    queue.advance(queue.now + (time as number));
  }

  /** Lets all the time pass until nothing waits. */
  runAll(): void {
    const queue = this.#enabled();
    const last = queue.lastDue;
    if (last !== undefined) queue.advance(Math.max(last, queue.now));
  }

  /** Sets the clock; timers that are past by then are called at the next tick. */
  setTime(time: unknown = 0): void {
    validateNumber(time, 'time');
    this.#checkTime(time);
    this.#enabled().now = time;
  }

  /** Brings the program's own clock and timers back. */
  reset(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#queue = undefined;
  }

  [Symbol.dispose](): void {
    this.reset();
  }

  #enabled(): Queue {
    if (this.#queue === undefined) {
      throw new ERR_INVALID_STATE('You should enable MockTimers first by calling the .enable function');
    }
    return this.#queue;
  }

  #checkTime(time: unknown): void {
    if ((time as number) < 0) throw new ERR_INVALID_ARG_VALUE('time', time, 'must be a positive integer');
  }

  #replace(target: object, name: string, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, {
      value,
      writable: true,
      configurable: true,
      enumerable: before?.enumerable ?? true,
    });
    this.#undo.push(() => {
      if (before === undefined) delete (target as Functions)[name];
      else Object.defineProperty(target, name, before);
    });
  }

  #mock(api: string, queue: Queue): void {
    if (api === 'Date') {
      if ('isMock' in globalThis.Date) throw new ERR_INVALID_STATE('Date is already being mocked!');
      this.#replace(
        globalThis,
        'Date',
        makeMockDate(() => queue.now),
      );
    } else if (api === 'scheduler.wait') {
      this.#replace(timersPromises.scheduler, 'wait', (delay: unknown, options?: unknown) =>
        wait(queue, delay, undefined, options),
      );
    } else if (api === 'AbortSignal.timeout') {
      this.#replace(globalThis.AbortSignal, 'timeout', (delay: number) => {
        const controller = new AbortController();
        const expire = () =>
          controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
        queue.make(expire, delay, [], false);
        return controller.signal;
      });
    } else this.#mockTimer(api, queue);
  }

  #mockTimer(api: string, queue: Queue): void {
    const immediate = api === 'setImmediate';
    const repeats = api === 'setInterval';
    const set = (callback: Entry['callback'], ...rest: unknown[]) => {
      const [delay, ...args] = immediate ? [0, ...rest] : rest;
      return queue.make(callback, delay, args, repeats, immediate);
    };
    const clear = (timer: unknown) => {
      if (timer !== undefined && timer !== null) queue.remove(Number(timer));
    };
    for (const target of [globalThis, timers]) {
      this.#replace(target, api, set);
      this.#replace(target, NEEDS_CLEARING[api] as string, clear);
    }
    const promised = repeats
      ? (delay?: unknown, value?: unknown, options?: unknown) => intervals(queue, delay, value, options)
      : immediate
        ? (value?: unknown, options?: unknown) => wait(queue, undefined, value, options, true)
        : (delay?: unknown, value?: unknown, options?: unknown) => wait(queue, delay, value, options);
    this.#replace(timersPromises, api, promised);
  }
}

function signalOf(options: unknown = {}): AbortSignal | undefined {
  validateObject(options, 'options');
  const { signal } = options as { signal?: AbortSignal };
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  return signal;
}

async function wait(
  queue: Queue,
  delay: unknown,
  value: unknown,
  options: unknown,
  immediate = false,
): Promise<unknown> {
  const signal = signalOf(options);
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  return new Promise((resolve, reject) => {
    const timer = queue.make(() => resolve(value), delay, [], false, immediate);
    const abort = () => {
      timer.close();
      reject(new AbortError(undefined, { cause: signal?.reason }));
    };
    signal?.addEventListener('abort', abort, { once: true });
  });
}

async function* intervals(queue: Queue, delay: unknown, value: unknown, options: unknown): AsyncGenerator<unknown> {
  const signal = signalOf(options);
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  let due = 0;
  let wake: () => void = () => {};
  const timer = queue.make(
    () => {
      due++;
      wake();
    },
    delay,
    [],
    true,
  );
  signal?.addEventListener('abort', () => wake(), { once: true });
  try {
    for (;;) {
      if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
      if (due > 0) {
        due--;
        yield value;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    timer.close();
  }
}
