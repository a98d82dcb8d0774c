/**
 * `node:test`: tests in the program that declares them. `run`, snapshots and mocked modules belong to `node --test`, and are refused.
 *
 * https://nodejs.org/api/test.html
 */
import { refuse, refuseAll } from './internal/refuse.ts';
import { register } from './internal/test/assertions.ts';
import { addHook, enclosing, startSuite, startTest } from './internal/test/harness.ts';
import { MockTracker } from './internal/test/mock.ts';
import { currentTest, type HookName } from './internal/test/node.ts';
import { readArguments, type TestOptions } from './internal/test/options.ts';

type Declare = (name?: unknown, options?: unknown, fn?: unknown) => Promise<void>;
type Variants = Declare & Record<'skip' | 'todo' | 'only' | 'expectFailure', Declare>;

function variants(declare: (overrides: TestOptions) => Declare): Variants {
  return Object.assign(declare({}), {
    expectFailure: declare({ expectFailure: true }),
    only: declare({ only: true }),
    skip: declare({ skip: true }),
    todo: declare({ todo: true }),
  });
}

/** https://nodejs.org/api/test.html#testname-options-fn */
export const test = /* @__PURE__ */ variants((overrides) => {
  return function test(name, options, fn) {
    const read = readArguments(name, options, fn, overrides);
    return startTest(enclosing(), read.name, read.options, read.fn);
  };
});

/** https://nodejs.org/api/test.html#suitename-options-fn */
export const suite = /* @__PURE__ */ variants((overrides) => {
  return function suite(name, options, fn) {
    const read = readArguments(name, options, fn, overrides);
    return startSuite(read.name, read.options, read.fn);
  };
});

export const it = test;
export const describe = suite;

const hook = (name: HookName) => (fn?: unknown, options?: TestOptions) => addHook(enclosing(), name, fn, options);

/** https://nodejs.org/api/test.html#beforefn-options */
export const before = /* @__PURE__ */ hook('before');
/** https://nodejs.org/api/test.html#afterfn-options */
export const after = /* @__PURE__ */ hook('after');
/** https://nodejs.org/api/test.html#beforeeachfn-options */
export const beforeEach = /* @__PURE__ */ hook('beforeEach');
/** https://nodejs.org/api/test.html#aftereachfn-options */
export const afterEach = /* @__PURE__ */ hook('afterEach');

/** The context of the test that runs. https://nodejs.org/api/test.html#testgettestcontext */
export function getTestContext(): unknown {
  return currentTest()?.context;
}

export const mock = /* @__PURE__ */ new MockTracker();
export const assert = { register };
export const snapshot = /* @__PURE__ */ refuseAll(
  'test',
  ['setDefaultSnapshotSerializers', 'setResolveSnapshotPath'],
  'snapshot.',
);

/** Runs test files in processes of their own. */
export const run = /* @__PURE__ */ refuse('test', 'run');

export const only = test.only;
export const skip = test.skip;
export const todo = test.todo;
export const expectFailure = test.expectFailure;

export default /* @__PURE__ */ Object.assign(test, {
  after,
  afterEach,
  assert,
  before,
  beforeEach,
  describe,
  getTestContext,
  it,
  mock,
  run,
  snapshot,
  suite,
  test,
});
