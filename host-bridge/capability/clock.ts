import { performance } from 'node:perf_hooks';
import { TokenExpired } from './denial.ts';

/** The two clocks that a token runs by. */
export interface ClockSources {
  /** Wall time, milliseconds since the epoch. */
  wall: () => number;
  /** Monotonic time in milliseconds. */
  monotonic: () => number;
}

/** The time that an invocation has left. It starts when it is made. */
export interface Clock {
  /**
   * Checks that there is time left; to be called on each host call.
   * @throws {TokenExpired} from the moment on that the token expires or the execution time is used up
   */
  assertAlive(): void;
  /** Milliseconds left, 0 when there are none: the smaller of the token's two. */
  remaining(): number;
  /**
   * Milliseconds for a timer that calls `assertAlive` and, when there is still time, arms itself again: `remaining`
   * rounded up, at most what `setTimeout` takes and a minute, since wall time may be set.
   */
  timerDelay(): number;
  /** Milliseconds since the start. */
  elapsed(): number;
  /** The first reading of the monotonic clock at which the execution time is used up. */
  readonly deadline: number;
}

const longestTimer = 60_000;

/**
 * Starts the clock of one invocation.
 * @param token `maxExecutionTime` in milliseconds and the moment of expiry
 * @param sources the clocks, the system's by default
 */
export function createClock(
  token: { readonly maxExecutionTime: number; readonly expiresAt: Date },
  sources: Partial<ClockSources> = {},
): Clock {
  const wall = sources.wall ?? Date.now;
  const monotonic = sources.monotonic ?? (() => performance.now());
  const expiresAt = token.expiresAt.getTime();
  const start = monotonic();
  const deadline = start + token.maxExecutionTime;

  const remaining = (): number => Math.max(0, Math.min(expiresAt - wall(), deadline - monotonic()));
  return {
    deadline,
    remaining,
    elapsed: () => monotonic() - start,
    timerDelay: () => Math.min(Math.ceil(remaining()), longestTimer),
    assertAlive() {
      // Written so that a clock that gives NaN counts as run out.
      if (!(wall() < expiresAt)) throw new TokenExpired('expiresAt');
      if (!(monotonic() < deadline)) throw new TokenExpired('maxExecutionTime');
    },
  };
}
