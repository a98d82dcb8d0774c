/** The functions that start timers. https://nodejs.org/api/timers.html#scheduling-timers */
import { Immediate } from './immediate.ts';
import { setImmediatePromise, setTimeoutPromise } from './promises.ts';
import { clearTimeout, Timeout } from './timeout.ts';

const customPromisify = Symbol.for('nodejs.util.promisify.custom');

/** Calls `callback(...args)` once, `delay` milliseconds from now (1 where it is less or too large). */
export function setTimeout(callback: unknown, delay?: unknown, ...args: unknown[]): Timeout {
  return new Timeout(callback, delay, args.length > 0 ? args : undefined, false, true)._start();
}

/** Calls `callback(...args)` every `delay` milliseconds. */
export function setInterval(callback: unknown, delay?: unknown, ...args: unknown[]): Timeout {
  return new Timeout(callback, delay, args.length > 0 ? args : undefined, true, true)._start();
}

/** Calls `callback(...args)` in the check phase of this iteration of the loop. */
export function setImmediate(callback: unknown, ...args: unknown[]): Immediate {
  return new Immediate(callback, args.length > 0 ? args : undefined);
}

for (const [fn, promise] of [
  [setTimeout, setTimeoutPromise],
  [setImmediate, setImmediatePromise],
] as const) {
  Object.defineProperty(fn, customPromisify, { enumerable: true, get: () => promise });
}

export { clearImmediate } from './immediate.ts';
export { clearTimeout };

/** The same as `clearTimeout`. */
export function clearInterval(timer?: unknown): void {
  clearTimeout(timer);
}
