import { expect, test } from 'vitest';
import { createLimits, defaultLimits } from '../../../host-bridge/capability/limits.ts';

const limits = (values: Partial<typeof defaultLimits>) => createLimits({ ...defaultLimits, ...values });

test('what lives at a time is given back once', () => {
  const counters = limits({ children: 2 });
  const first = counters.acquire('children');
  counters.acquire('children');
  expect(() => counters.acquire('children')).toThrow(
    expect.objectContaining({ code: 'ERR_LIMIT_EXCEEDED', limit: 'children', maximum: 2 }),
  );
  first();
  first();
  expect(counters.used('children')).toBe(1);
  counters.acquire('children');
  expect(() => counters.acquire('children')).toThrow();
});

test('what is counted in all', () => {
  const counters = limits({ outputBytes: 10 });
  counters.count('outputBytes', 6);
  expect(() => counters.count('outputBytes', 5)).toThrow();
  counters.count('outputBytes', 4);
  expect(counters.used('outputBytes')).toBe(10);
  expect(() => counters.count('outputBytes')).toThrow();
});

test('one size', () => {
  const counters = limits({ bodyBytes: 10 });
  counters.check('bodyBytes', 10);
  expect(() => counters.check('bodyBytes', 11)).toThrow();
});

test('no number gets around a limit', () => {
  const counters = limits({ outputBytes: 10 });
  for (const amount of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => counters.count('outputBytes', amount)).toThrow();
    expect(() => counters.check('outputBytes', amount)).toThrow();
  }
  counters.count('outputBytes', -1000);
  expect(counters.used('outputBytes')).toBe(0);
});
