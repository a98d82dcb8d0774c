import { expect, test } from 'vitest';
import { Readiness, type Watcher } from '../../../host-bridge/internal/readiness.ts';

function watcher() {
  const fired: number[] = [];
  const watch: Watcher = { armed: false, fire: () => fired.push(fired.length + 1) };
  return { watch, fired };
}

test('fires once for many changes, and again after it was armed again', () => {
  let isReady = false;
  const readiness = new Readiness(() => isReady);
  const { watch, fired } = watcher();
  readiness.attach(watch);
  readiness.notify();
  expect(fired).toEqual([]);
  isReady = true;
  readiness.notify();
  readiness.notify();
  expect(fired).toEqual([1]);
  readiness.rearm();
  readiness.notify();
  expect(fired).toEqual([1, 2]);
});

test('fires at once for a watcher that comes late', () => {
  const readiness = new Readiness(() => true);
  const { watch, fired } = watcher();
  readiness.attach(watch);
  expect(fired).toEqual([1]);
});

test('tells every watcher, and none that has left', () => {
  let isReady = false;
  const readiness = new Readiness(() => isReady);
  const [first, second, third] = [watcher(), watcher(), watcher()];
  for (const { watch } of [first, second, third]) readiness.attach(watch);
  readiness.detach(second.watch);
  isReady = true;
  readiness.notify();
  expect([first.fired, second.fired, third.fired]).toEqual([[1], [], [1]]);
});
