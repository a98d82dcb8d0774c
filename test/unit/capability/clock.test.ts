import { describe, expect, test } from 'vitest';
import { createClock } from '../../../host-bridge/capability/clock.ts';

function clockAt(expiresAt: number, maxExecutionTime: number) {
  const now = { wall: 1000, monotonic: 50 };
  const clock = createClock(
    { expiresAt: new Date(expiresAt), maxExecutionTime },
    { wall: () => now.wall, monotonic: () => now.monotonic },
  );
  return { now, clock };
}

describe('the time of an invocation', () => {
  test('ends when the token expires, at that very millisecond', () => {
    const { now, clock } = clockAt(2000, 10_000);
    now.wall = 1999;
    clock.assertAlive();
    now.wall = 2000;
    expect(() => clock.assertAlive()).toThrow(
      expect.objectContaining({ code: 'ERR_TOKEN_EXPIRED', field: 'expiresAt' }),
    );
    expect(clock.remaining()).toBe(0);
  });

  test('ends when the execution time is used up', () => {
    const { now, clock } = clockAt(1e9, 500);
    now.monotonic = 549.9;
    clock.assertAlive();
    now.monotonic = 550;
    expect(() => clock.assertAlive()).toThrow(expect.objectContaining({ field: 'maxExecutionTime' }));
  });

  test('setting the wall clock back gives no execution time back', () => {
    const { now, clock } = clockAt(1e9, 500);
    now.wall = 0;
    now.monotonic = 600;
    expect(() => clock.assertAlive()).toThrow();
  });

  test('is the smaller of the two', () => {
    expect(clockAt(1300, 500).clock.remaining()).toBe(300);
    expect(clockAt(9000, 500).clock.remaining()).toBe(500);
    expect(clockAt(9000, 500).clock.deadline).toBe(550);
  });

  test('a token that has expired, and no execution time, are over at once', () => {
    expect(() => clockAt(1000, 500).clock.assertAlive()).toThrow();
    expect(() => clockAt(0, 500).clock.assertAlive()).toThrow();
    expect(() => clockAt(9000, 0).clock.assertAlive()).toThrow();
  });

  test('gives a timer no more than it can take, and no less than is left', () => {
    expect(clockAt(8.64e15, 1e300).clock.timerDelay()).toBe(60_000);
    expect(clockAt(9000, 0.25).clock.timerDelay()).toBe(1);
  });

  test('a clock that gives no number counts as run out', () => {
    const { now, clock } = clockAt(9000, 500);
    now.wall = Number.NaN;
    expect(() => clock.assertAlive()).toThrow();
  });
});
