/** What the function of a test gets. https://nodejs.org/api/test.html#class-testcontext */
import { clearTimeout, setTimeout } from '../../timers.ts';
import { validateFunction, validateNumber, validateObject, validateUint32 } from '../validators.ts';
import { makeAssert } from './assertions.ts';
import { addHook, startTest } from './harness.ts';
import { MockTracker } from './mock.ts';
import type { HookName, TestNode } from './node.ts';
import { readArguments, type TestOptions } from './options.ts';

/** The test of each context. */
const nodes = new WeakMap<TestContext, TestNode>();

export class TestContext {
  #assert: Record<string, unknown> | undefined;
  #mock: MockTracker | undefined;
  /** Waits until the plan is fulfilled, where that was asked for. */
  planWait: (() => Promise<void>) | undefined;

  constructor(node: TestNode) {
    nodes.set(this, node);
    Object.defineProperty(this, 'planWait', { enumerable: false });
  }

  get #node(): TestNode {
    return nodes.get(this) as TestNode;
  }

  get name(): string {
    return this.#node.name;
  }

  get fullName(): string {
    return this.#node.fullName;
  }

  get filePath(): string | undefined {
    return (globalThis as { process?: { argv?: string[] } }).process?.argv?.[1];
  }

  get signal(): AbortSignal {
    return this.#node.signal;
  }

  get error(): unknown {
    return this.#node.error ?? null;
  }

  get passed(): boolean {
    return this.#node.finished ? this.#node.passed : this.#node.error === undefined;
  }

  get attempt(): number {
    return 0;
  }

  /** The assertions of `node:assert`, counted for `plan`. */
  get assert(): Record<string, unknown> {
    this.#assert ??= makeAssert(this, () => this.#node.countPlanned());
    return this.#assert;
  }

  /** A tracker whose mocks end with the test. */
  get mock(): MockTracker {
    if (this.#mock === undefined) {
      const tracker = new MockTracker();
      this.#mock = tracker;
      this.#node.cleanups.push(() => tracker.reset());
    }
    return this.#mock;
  }

  diagnostic(message: unknown): void {
    this.#node.diagnostics.push(`${message}`);
  }

  /** @param options `wait`: true, or the most milliseconds to wait for what is planned */
  plan(count: unknown, options: { wait?: boolean | number } = {}): void {
    validateUint32(count, 'count');
    validateObject(options, 'options');
    const node = this.#node;
    node.plan = count;
    const { wait = false } = options;
    if (wait === false) return;
    const end = wait === true ? Number.POSITIVE_INFINITY : Date.now() + wait;
    this.planWait = async () => {
      while (node.planned < count && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 1));
    };
  }

  /** Only the tests marked `only` would run; the engine is never started with `--test-only`. */
  runOnly(_value: unknown): void {
    this.diagnostic("'only' and 'runOnly' require the --test-only command-line option.");
  }

  skip(message?: string): void {
    this.#node.skip = message ?? true;
  }

  todo(message?: string): void {
    this.#node.todo = message ?? true;
  }

  /** Calls `condition` until it throws and rejects no more. */
  waitFor(condition: unknown, options: unknown = {}): Promise<unknown> {
    validateFunction(condition, 'condition');
    validateObject(options, 'options');
    const { interval = 50, timeout = 1000 } = options as { interval?: number; timeout?: number };
    validateNumber(interval, 'options.interval', 0);
    validateNumber(timeout, 'options.timeout', 0);
    return waitUntil(condition as () => unknown, interval, timeout);
  }

  /** A subtest. */
  test(name?: unknown, options?: unknown, fn?: unknown): Promise<void> {
    const read = readArguments(name, options, fn);
    return startTest(this.#node, read.name, read.options, read.fn);
  }

  before(fn?: unknown, options?: TestOptions): void {
    this.#hook('before', fn, options);
  }

  after(fn?: unknown, options?: TestOptions): void {
    this.#hook('after', fn, options);
  }

  beforeEach(fn?: unknown, options?: TestOptions): void {
    this.#hook('beforeEach', fn, options);
  }

  afterEach(fn?: unknown, options?: TestOptions): void {
    this.#hook('afterEach', fn, options);
  }

  #hook(name: HookName, fn: unknown, options: TestOptions | undefined): void {
    addHook(this.#node, name, fn, options);
  }
}

async function waitUntil(condition: () => unknown, interval: number, timeout: number): Promise<unknown> {
  let failure: unknown;
  let expired = false;
  let stop: () => void = () => {};
  const end = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const timer = setTimeout(() => {
    expired = true;
    stop();
  }, timeout);
  try {
    while (!expired) {
      try {
        const pending = Promise.resolve(condition());
        const value = await Promise.race([pending, end.then(() => timer)]);
        if (!expired) return value;
      } catch (error) {
        failure = error;
        await Promise.race([new Promise((resolve) => setTimeout(resolve, interval)), end]);
      }
    }
  } finally {
    clearTimeout(timer);
  }
  const error = new Error('waitFor() timed out');
  if (failure !== undefined) error.cause = failure;
  throw error;
}
