/** Assertions hold, fail and explain themselves as Node's do. */
import nodeAssert from 'node:assert';
import { expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../util/host.ts')).system);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../util/host.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../util/host.ts')).stdio);
(await import('../../../shims/internal/instance.ts')).start();
const { default: guestAssert } = await import('../../../shims/assert.ts');

type Assert = typeof nodeAssert;

function outcome(assert: Assert, check: (assert: Assert) => void): unknown {
  try {
    check(assert);
    return 'holds';
  } catch (error) {
    const { name, message, code, generatedMessage, operator } = error as nodeAssert.AssertionError;
    return { name, message, code, generatedMessage, operator };
  }
}

const lines = (from: number, changed: number): string[] =>
  Array.from({ length: 20 }, (_, i) => `line ${i === changed ? 'x' : i + from}`);
const checks: Record<string, (assert: Assert) => void> = {
  equal: (a) => a.equal(1, '1'),
  'equal fails': (a) => a.equal(1, 2),
  'strictEqual numbers': (a) => a.strictEqual(1, 2),
  'strictEqual strings': (a) => a.strictEqual('a long string here', 'a long string there'),
  'strictEqual objects': (a) => a.strictEqual({ a: 1 }, { a: 1 }),
  'strictEqual message': (a) => a.strictEqual(1, 2, 'told you'),
  notStrictEqual: (a) => a.notStrictEqual('same same', 'same same'),
  deepEqual: (a) => a.deepEqual({ a: 1 }, { a: '1' }),
  'deepEqual fails': (a) => a.deepEqual({ a: 1 }, { a: 2 }),
  'deepStrictEqual object': (a) => a.deepStrictEqual({ a: 1, b: [1, 2, 3] }, { a: 1, b: [1, 4, 3] }),
  'deepStrictEqual lines': (a) => a.deepStrictEqual(lines(0, 10), lines(0, 12)),
  'deepStrictEqual ends': (a) => a.deepStrictEqual(lines(0, 0), lines(0, 19)),
  notDeepStrictEqual: (a) => a.notDeepStrictEqual({ a: 1 }, { a: 1 }),
  partialDeepStrictEqual: (a) => a.partialDeepStrictEqual({ a: 1, b: [1, 2, 3] }, { b: [1, 3] }),
  'partialDeepStrictEqual fails': (a) => a.partialDeepStrictEqual({ a: 1, b: 2 }, { b: 3 }),
  'ok with a message': (a) => a.ok(0, 'no zero'),
  'no argument': (a) => (a.ok as () => void)(),
  fail: (a) => a.fail(),
  'fail with a message': (a) => a.fail('so'),
  'throws by class': (a) => a.throws(() => Reflect.get(null as never, 'x'), RangeError),
  'throws by pattern': (a) => a.throws(thrower, /other/),
  'throws by object': (a) => a.throws(thrower, { message: 'other', name: 'Error' }),
  'throws nothing': (a) => a.throws(() => {}, Error, 'but should'),
  'throws, ambiguous': (a) => a.throws(thrower, 'thrown'),
  'throws, wrong argument': (a) => (a.throws as (f: unknown) => void)(1),
  'throws holds': (a) => a.throws(thrower, { message: /^thr/ }),
  doesNotThrow: (a) => a.doesNotThrow(thrower, 'why'),
  ifError: (a) => a.ifError(new TypeError('callback')),
  match: (a) => a.match('abc', /x/),
  doesNotMatch: (a) => a.doesNotMatch('abc', /b/),
  'missing arguments': (a) => (a.equal as (x: unknown) => void)(1),
  'strict equal': (a) => a.strict.equal(1, '1'),
  'identical structure': (a) => a.deepStrictEqual(new (class A {})(), new (class A {})()),
};
function thrower(): never {
  throw new Error('thrown');
}

test.each(Object.entries(checks))('%s', (_name, check) => {
  expect(outcome(guestAssert as unknown as Assert, check)).toEqual(outcome(nodeAssert, check));
});

test('rejections', async () => {
  await guestAssert.rejects(Promise.reject(new Error('x')), /x/);
  await expect(guestAssert.rejects(Promise.resolve(1))).rejects.toThrow('Missing expected rejection.');
  await expect(guestAssert.doesNotReject(Promise.reject(new Error('y')))).rejects.toThrow('Got unwanted rejection.');
});

test('an AssertionError shows its code, and no long values', () => {
  const error = new guestAssert.AssertionError({ actual: 'x\n'.repeat(20), expected: 'y', operator: 'strictEqual' });
  expect(String(error.stack)).toMatch(/^AssertionError \[ERR_ASSERTION\]: Expected values to be strictly equal/);
  expect(error.actual).toHaveLength(40);
});

test('a call tracker counts', () => {
  const tracker = new guestAssert.CallTracker();
  const counted = tracker.calls((a: unknown) => a, 2);
  expect(counted(5)).toBe(5);
  expect(() => tracker.verify()).toThrow('to be executed 2 time(s) but was executed 1 time(s)');
  counted(6);
  tracker.verify();
  expect(tracker.getCalls(counted).map((call) => call.arguments)).toEqual([[5], [6]]);
});

test('a set of assertions with options of its own', () => {
  const assert = new guestAssert.Assert({ skipPrototype: true });
  assert.deepStrictEqual(new (class A {})(), new (class B {})());
  expect(() => assert.equal(1, '1')).toThrow('strictly equal');
});
