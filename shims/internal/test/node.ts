/** One test or suite: it runs its function, its hooks and its subtests, and tells how that went. */
import { now } from '../loop.ts';
import { TestContext } from './context.ts';
import type { Counts, TestEvent, TestResult } from './events.ts';
import { TestFailure } from './failure.ts';
import { concurrencyOf, type TestFunction, type TestOptions } from './options.ts';
import { callTestFunction, Stop } from './run-function.ts';

export type HookName = 'before' | 'after' | 'beforeEach' | 'afterEach';

interface Hook {
  fn: TestFunction;
  options: TestOptions;
}

/** The tests that run now, the innermost last. */
const running: TestNode[] = [];

/** The test whose code runs, as far as can be told without following asynchronous calls. */
export function currentTest(): TestNode | undefined {
  return running.at(-1);
}

export class TestNode {
  readonly name: string;
  readonly parent: TestNode | undefined;
  readonly type: 'suite' | 'test';
  readonly nesting: number;
  readonly options: TestOptions;
  readonly fn: TestFunction;
  readonly concurrency: number;
  readonly hooks: Record<HookName, Hook[]> = { before: [], after: [], beforeEach: [], afterEach: [] };
  readonly subtests: TestNode[] = [];
  readonly diagnostics: string[] = [];
  readonly context: TestContext;
  skip: string | boolean | undefined;
  todo: string | boolean | undefined;
  error: unknown;
  passed = false;
  finished = false;
  /** How many assertions and subtests are planned. */
  plan: number | undefined;
  planned = 0;
  #stop: Stop | undefined;
  #active = 0;
  #waiting: (() => void)[] = [];
  #settled: Promise<void>;
  #settle: () => void = () => {};
  #ranBefore: Promise<void> | undefined;
  #started = 0;
  #duration = 0;
  /** Runs when the function has ended, before the test's result stands. */
  readonly cleanups: (() => void)[] = [];

  constructor(
    type: 'suite' | 'test',
    name: string,
    options: TestOptions,
    fn: TestFunction,
    parent: TestNode | undefined,
  ) {
    this.type = type;
    this.name = name;
    this.options = options;
    this.fn = fn;
    this.parent = parent;
    this.nesting = parent === undefined ? -1 : parent.nesting + 1;
    this.concurrency = concurrencyOf(options.concurrency, parent?.type === 'suite' ? parent.concurrency : 1);
    this.skip = options.skip;
    this.todo = options.todo ?? (parent?.type === 'suite' ? parent.todo : undefined);
    if (parent?.type === 'suite' && parent.skip && parent.parent !== undefined) this.skip ??= parent.skip;
    this.plan = options.plan;
    this.context = new TestContext(this);
    this.#settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    if (parent !== undefined) {
      parent.subtests.push(this);
      if (parent.type === 'test') parent.countPlanned();
    }
  }

  /** Settles when the test has ended, however that was. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  get fullName(): string {
    const outer = this.parent?.parent === undefined ? '' : `${this.parent.fullName} > `;
    return `${outer}${this.name}`;
  }

  get signal(): AbortSignal {
    this.#stop ??= new Stop(this.options.timeout, this.options.signal);
    return this.#stop.signal;
  }

  /** An assertion or a subtest, of those that `plan` counts. */
  countPlanned(): void {
    this.planned++;
  }

  /** The test fails, whatever its function does. */
  fail(cause: unknown, type: 'uncaughtException' | 'unhandledRejection' | 'cancelledByParent' | 'hookFailed'): void {
    const failure = cause instanceof TestFailure ? cause : new TestFailure(cause, type);
    if (this.#stop === undefined) this.error ??= failure;
    else this.#stop.fail(failure);
  }

  /** Runs the test when its parent has a place for it. */
  async start(): Promise<void> {
    const parent = this.parent;
    if (parent !== undefined) {
      if (parent.#active >= parent.concurrency) await new Promise<void>((resolve) => parent.#waiting.push(resolve));
      else parent.#active++;
    }
    try {
      if (!this.finished) await this.#run();
    } finally {
      this.finished = true;
      this.#settle();
      if (parent !== undefined) {
        const next = parent.#waiting.shift();
        if (next === undefined) parent.#active--;
        else next();
      }
    }
  }

  async #run(): Promise<void> {
    this.#started = now();
    if (this.#isSkippedWhole()) {
      this.passed = true;
      this.#end();
      return;
    }
    this.#stop ??= new Stop(this.options.timeout, this.options.signal);
    running.push(this);
    try {
      await Promise.race([this.#runBody(), this.#stop.promise]);
    } catch (error) {
      this.error ??= error instanceof TestFailure ? error : new TestFailure(error, 'testCodeFailure');
    }
    running.splice(running.indexOf(this), 1);
    if (this.type === 'test') await this.#guard(() => this.parent?.runEach('afterEach', this));
    await this.#guard(() => this.runHooks('after'));
    for (const clean of this.cleanups.splice(0)) clean();
    this.#checkEnd();
    this.#stop.finish();
    this.#end();
  }

  #isSkippedWhole(): boolean {
    return this.skip !== undefined && this.skip !== false && (this.type === 'test' || this.subtests.length === 0);
  }

  async #runBody(): Promise<void> {
    if (this.type === 'suite') {
      await this.runBefore();
      await Promise.all(this.subtests.map((subtest) => subtest.start()));
      return;
    }
    await this.parent?.runBefore();
    await this.parent?.runEach('beforeEach', this);
    await callTestFunction(this.fn, this.context);
    // Subtests that were not waited for belong to the test.
    for (let i = 0; i < this.subtests.length; i++) await (this.subtests[i] as TestNode).settled;
    if (this.plan !== undefined && this.context.planWait !== undefined) await this.context.planWait();
    if (this.plan !== undefined && this.planned !== this.plan) {
      throw new TestFailure(`plan expected ${this.plan} assertions but received ${this.planned}`, 'testCodeFailure');
    }
  }

  async #guard(run: () => Promise<void> | undefined): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.error ??= error;
    }
  }

  #checkEnd(): void {
    for (const subtest of this.subtests) {
      if (!subtest.finished) subtest.cancel('test did not finish before its parent and was cancelled');
    }
    const failed = this.subtests.filter((subtest) => !subtest.passed && !subtest.todo).length;
    if (failed > 0) {
      this.error ??= new TestFailure(`${failed} subtest${failed === 1 ? '' : 's'} failed`, 'subtestsFailed');
    }
    const { expectFailure } = this.options;
    if (expectFailure) {
      if (this.error === undefined)
        this.error = new TestFailure('test was expected to fail but passed', 'testCodeFailure');
      else this.error = undefined;
    }
    this.passed = this.error === undefined;
  }

  /** Ends a test that has not ended by itself. */
  cancel(why: string): void {
    if (this.finished) return;
    for (const subtest of this.subtests) subtest.cancel(why);
    this.error ??= new TestFailure(why, 'cancelledByParent');
    this.#stop?.fail(this.error as TestFailure);
    this.passed = false;
    this.#end();
    this.#settle();
  }

  #end(): void {
    this.finished = true;
    this.#duration = this.#started === 0 ? 0 : now() - this.#started;
  }

  // ---- hooks

  /** The `before` hooks, once. */
  runBefore(): Promise<void> {
    this.#ranBefore ??= this.runHooks('before');
    return this.#ranBefore;
  }

  /** `beforeEach` or `afterEach` for a subtest: those of the suites around it, the outermost first. */
  async runEach(name: 'beforeEach' | 'afterEach', subtest: TestNode): Promise<void> {
    if (name === 'beforeEach') await this.parent?.runEach(name, subtest);
    await this.runHooks(name, subtest);
    if (name === 'afterEach') await this.parent?.runEach(name, subtest);
  }

  async runHooks(name: HookName, subtest: TestNode = this): Promise<void> {
    for (const { fn, options } of this.hooks[name]) {
      const stop = new Stop(options.timeout, options.signal);
      try {
        await Promise.race([callTestFunction(fn, subtest.context, this.type === 'suite' ? 2 : 2), stop.promise]);
      } catch (cause) {
        throw new TestFailure(cause, 'hookFailed');
      } finally {
        stop.finish();
      }
    }
  }

  // ---- results

  /** Everything that happened in it, in the order of the tests. */
  *events(testNumber: number): Generator<TestEvent> {
    const { name, nesting } = this;
    yield { type: 'test:start', data: { name, nesting } };
    for (const [index, subtest] of this.subtests.entries()) yield* subtest.events(index + 1);
    if (this.subtests.length > 0)
      yield { type: 'test:plan', data: { nesting: nesting + 1, count: this.subtests.length } };
    const data: TestResult = {
      name,
      nesting,
      testNumber,
      details: { duration_ms: this.#duration, type: this.type },
    };
    if (this.error !== undefined) data.details.error = this.error;
    if (this.skip !== undefined && this.skip !== false) data.skip = this.skip;
    else if (this.todo !== undefined && this.todo !== false) data.todo = this.todo;
    yield { type: this.passed ? 'test:pass' : 'test:fail', data };
    for (const message of this.diagnostics) yield { type: 'test:diagnostic', data: { nesting, message } };
  }

  /** Adds its results to the figures of a run. */
  count(counts: Counts): void {
    for (const subtest of this.subtests) subtest.count(counts);
    if (this.type === 'suite') {
      counts.suites++;
      return;
    }
    counts.tests++;
    if (this.skip !== undefined && this.skip !== false) counts.skipped++;
    else if (this.todo !== undefined && this.todo !== false) counts.todo++;
    else if (this.error instanceof TestFailure && this.error.cancelled) counts.cancelled++;
    else if (this.passed) counts.passed++;
    else counts.failed++;
  }
}
