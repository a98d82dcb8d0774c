/** node:test in the guest: the same results, figures and exit codes as in Node. */
import { describe, expect, test } from 'vitest';
import { scriptRunner } from '../vm/run-both.ts';

const { guest, node } = scriptRunner();

/** What a run printed, without times and places. */
function lines(stdout: string): string[] {
  return stdout
    .split('\n')
    .filter((line) => /^\s*(?:[✔✖﹣⚠▶]|ℹ (?!duration)|said)/.test(line))
    .map((line) => line.replace(/ \([\d.]+ms\)/, ''));
}

async function compare(source: string): Promise<void> {
  const [ours, theirs] = [await guest(source, 'script.mjs'), node(source, 'script.mjs')];
  // Node's reporter prints later than the program: each is in its own order.
  for (const said of [true, false]) {
    const of = ({ stdout }: { stdout: string }) => lines(stdout).filter((line) => line.startsWith('said') === said);
    expect(of(ours)).toEqual(of(theirs));
  }
  expect(ours.code).toBe(theirs.code);
}

const IMPORTS = `import { test, describe, it, before, after, beforeEach, afterEach, mock } from 'node:test';
  import assert from 'node:assert'; const say = (text) => console.log('said', text);`;

describe('a run', () => {
  test('passes', () =>
    compare(`${IMPORTS}
      test('plain', () => {});
      test('promise', async () => { await null; });
      test('callback', (t, done) => setTimeout(done, 1));
      test('subtests', async (t) => { await t.test('inner', (t) => t.diagnostic('told')); });`));

  test('fails with code 1, and goes on', () =>
    compare(`${IMPORTS}
      test('throws', () => assert.strictEqual(1, 2));
      test('rejects', async () => { throw new Error('no'); });
      test('calls back an error', (t, done) => done(new Error('no')));
      test('in a subtest', async (t) => { await t.test('inner', () => { throw new Error('no'); }); });
      test('after them', () => {});`));

  test('counts what is skipped, to do, timed out and planned', () =>
    compare(`${IMPORTS}
      test.skip('skipped', () => { throw new Error('no'); });
      test('skips itself', (t) => t.skip('for a reason'));
      test('to do', { todo: true }, () => { throw new Error('no'); });
      test('too slow', { timeout: 5 }, () => new Promise((resolve) => setTimeout(resolve, 50)));
      test('planned', (t) => { t.plan(1); t.assert.ok(true); });
      test('planned more', (t) => { t.plan(2); t.assert.ok(true); });`));

  test('cancels what never ends', async () => {
    const { stdout, code } = await guest(
      `${IMPORTS} test('waits for ever', () => new Promise(() => {}));`,
      'script.mjs',
    );
    expect(lines(stdout)).toContain('ℹ cancelled 1');
    expect(code).toBe(1);
  });

  test('runs hooks in Node’s order', () =>
    compare(`${IMPORTS}
      describe('suite', () => {
        before(() => say('before')); after(() => say('after'));
        beforeEach(() => say('beforeEach')); afterEach(() => say('afterEach'));
        it('one', () => say('one'));
        describe('inner', () => { beforeEach(() => say('inner beforeEach')); it('two', () => say('two')); });
      });
      test('with its own', async (t) => {
        t.after(() => say('own after'));
        await t.test('sub', () => say('sub'));
      });`));

  test('fails a suite whose hook fails', () =>
    compare(`${IMPORTS} describe('suite', () => { before(() => { throw new Error('no'); }); it('one', () => {}); });`));
});

describe('mock', () => {
  test('functions and methods remember their calls', () =>
    compare(`${IMPORTS}
      test('fn', (t) => {
        const fn = t.mock.fn((a) => a + 1, (a) => a * 2, { times: 1 });
        say([fn(5), fn(5), fn.mock.callCount(), fn.mock.calls[0].result].join());
      });
      test('method', (t) => {
        const o = { m() { return this.n; }, n: 3 };
        t.mock.method(o, 'm', () => 'mocked');
        say(o.m()); t.mock.restoreAll(); say(o.m());
      });
      test('getter', (t) => { const o = { get g() { return 1; } }; t.mock.getter(o, 'g', () => 2); say(o.g); });`));

  test('properties remember what reads and writes them', () =>
    compare(`${IMPORTS}
      test('property', (t) => {
        const o = { p: 1 };
        const mocked = t.mock.property(o, 'p', 2);
        mocked.mock.mockImplementationOnce(9, 1);
        say([o.p, o.p, o.p]); o.p = 5; say(o.p);
        say(mocked.mock.accesses.map(({ type, value }) => type + value)); say(mocked.mock.accessCount());
        mocked.mock.restore(); say(o.p);
      });`));

  test('timers and the clock go as they are told', () =>
    compare(`${IMPORTS}
      test('timers', async (t) => {
        t.mock.timers.enable({ now: 1000 });
        const seen = [];
        setTimeout(() => seen.push('timeout ' + Date.now()), 100);
        const i = setInterval(() => seen.push('interval ' + Date.now()), 40);
        t.mock.timers.tick(100); clearInterval(i); t.mock.timers.runAll();
        say(seen.join()); say(new Date().toISOString());
        t.mock.timers.reset();
      });`));
});
