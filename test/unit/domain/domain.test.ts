/** node:domain in the guest handles the errors that it handles in Node. */
import { expect, test } from 'vitest';
import { scriptRunner } from '../vm/run-both.ts';

const { guest, node } = scriptRunner();

async function compare(body: string): Promise<void> {
  const source = `const domain = require('domain'); const EventEmitter = require('events');
    const d = domain.create(); d.name = 'd'; const say = (...all) => console.log(...all);
    d.on('error', (e) => say('handled', e.message ?? e, e.domainThrown, e.domainBound !== undefined, e.domainEmitter !== undefined));
    ${body}`;
  const ran = await guest(source);
  const theirs = node(source);
  expect(ran.stdout).toBe(theirs.stdout);
  expect(ran.stdout).not.toBe('');
  expect(ran.code).toBe(theirs.code);
}

test('errors of callbacks that were started in it', () =>
  compare(`d.run(() => {
    setTimeout(() => { throw new Error('timeout'); }, 1);
    setImmediate(() => { throw new Error('immediate'); });
    process.nextTick(() => { throw new Error('tick'); });
    require('fs').stat('nowhere', () => { throw new Error('stat'); });
  });`));

test('errors of promises’ reactions know their domain', () =>
  compare(`d.run(() => Promise.resolve().then(() => say(process.domain === d)));
    d.run(async () => { await null; }); say(process.domain === d);`));

test('emitters that are made in it, or added', () =>
  compare(`let made; d.run(() => { made = new EventEmitter(); }); made.emit('error', new Error('made'));
    const added = new EventEmitter(); d.add(added); added.emit('error', new Error('added'));
    added.on('event', () => say(process.domain === d)); added.emit('event');
    d.remove(added); try { added.emit('error', new Error('removed')); } catch (e) { say('thrown', e.message); }`));

test('bound and intercepted functions', () =>
  compare(`say(d.bind((a, b) => a + b)(1, 2)); say(d.intercept((a) => a)(null, 'value'));
    d.intercept(() => say('never'))(new Error('intercepted'));
    setTimeout(d.bind(() => { throw new Error('bound'); }), 1);`));

test('nested ones: an error of a handler goes to the outer', () =>
  compare(`const inner = domain.create(); inner.on('error', (e) => { throw new Error('again ' + e.message); });
    d.run(() => inner.run(() => { throw new Error('inner'); }));`));

test('without a handler the program ends', () =>
  compare(
    `process.on('exit', (code) => say('exit', code)); domain.create().run(() => { throw new Error('nobody'); });`,
  ));

test('the stack of domains', () =>
  compare(`const e = domain.create(); d.enter(); e.enter(); say(domain._stack.length, domain.active === e);
    d.exit(); say(domain._stack.length); d.run(() => say(domain._stack.length, process.domain === d)); say(domain._stack.length);`));
