import { ERR_INVALID_ARG_VALUE, ERR_UNAVAILABLE_DURING_EXIT } from '../errors.ts';
import { liveProcess } from '../util/live-process.ts';
import { validateUint32 } from '../validators.ts';
import { AssertionError, type FailureDetail } from './assertion-error.ts';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** One call of a tracked function. */
export interface TrackedCall {
  readonly thisArg: unknown;
  readonly arguments: readonly unknown[];
}

interface Tracker {
  exact: number;
  calls: TrackedCall[];
  name: string;
  stack: unknown;
}

function report({ calls, exact, name, stack }: Tracker): FailureDetail | undefined {
  if (calls.length === exact) return undefined;
  return {
    message: `Expected the ${name} function to be executed ${exact} time(s) but was executed ${calls.length} time(s).`,
    actual: calls.length,
    expected: exact,
    operator: name,
    stack,
  };
}

function record(tracker: Tracker, thisArg: unknown, args: unknown[]): void {
  const list = Object.freeze(args.slice());
  tracker.calls.push(Object.freeze({ thisArg, arguments: list }));
}

/**
 * Counts the calls of functions.
 * @see https://nodejs.org/api/assert.html#class-assertcalltracker
 */
export class CallTracker {
  #trackers = new Map<unknown, Tracker>();

  #of(tracked: unknown): Tracker {
    const tracker = this.#trackers.get(tracked);
    if (tracker === undefined) throw new ERR_INVALID_ARG_VALUE('tracked', tracked, 'is not a tracked function');
    return tracker;
  }

  reset(tracked?: unknown): void {
    const trackers = tracked === undefined ? this.#trackers.values() : [this.#of(tracked)];
    for (const tracker of trackers) tracker.calls = [];
  }

  getCalls(tracked: unknown): readonly TrackedCall[] {
    return Object.freeze([...this.#of(tracked).calls]);
  }

  /**
   * A function that counts how often it is called.
   * @param fn what it does; or the number.
   * @param expected how often it has to be called, once by default.
   */
  calls(fn?: unknown, expected: unknown = 1): AnyFunction {
    let target = fn;
    if (typeof fn === 'number') {
      expected = fn;
      target = undefined;
    }
    // In the exit handlers, a call that is still to come never would.
    if (liveProcess()?._exiting) throw new ERR_UNAVAILABLE_DURING_EXIT();
    const inner = (target ?? (() => {})) as AnyFunction;
    validateUint32(expected, 'expected', true);
    const tracker: Tracker = { exact: expected, calls: [], name: inner.name || 'calls', stack: new Error() };
    const handler = {
      // A trap that someone put on Object.prototype is none of this one's.
      __proto__: null,
      apply(callee: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
        record(tracker, thisArg, args);
        return Reflect.apply(callee, thisArg, args);
      },
    };
    const tracked = new Proxy(inner, handler as ProxyHandler<AnyFunction>);
    this.#trackers.set(tracked, tracker);
    return tracked;
  }

  report(): FailureDetail[] {
    return [...this.#trackers.values()].map(report).filter((detail) => detail !== undefined);
  }

  verify(): void {
    const details = this.report();
    if (details.length === 0) return;
    const [first] = details;
    const message = details.length === 1 ? first!.message : 'Functions were not called the expected number of times';
    throw new AssertionError({ message, details });
  }
}
