import { LimitExceeded } from './denial.ts';

/** The limits of an invocation. `docs/capabilities.md` has the same table in words. */
export interface LimitValues {
  /** Bytes of the instance's linear memory. */
  readonly memoryBytes: number;
  /** Milliseconds that the guest computes, without what it waits for. */
  readonly cpuMs: number;
  /** Bytes that the instance writes to its stdout and stderr and sends over its sockets, together and in all. */
  readonly outputBytes: number;
  /** Bytes of one HTTP body, either way, after decoding. */
  readonly bodyBytes: number;
  /** Bytes of a tool's answer: its result as JSON, or its error. */
  readonly answerBytes: number;
  /** Live children. */
  readonly children: number;
  /** Live workers, each an instance with a memory of its own. */
  readonly workers: number;
  /** Live sockets, servers included. */
  readonly sockets: number;
  /** HTTP requests under way. */
  readonly requests: number;
  /** Open files and directories. */
  readonly openFiles: number;
  /** Live watchers of files. */
  readonly watchers: number;
  /** Lines that the instance, or a child that has inherited it, writes to its stderr: what a host takes for its log. */
  readonly logLines: number;
}

/** The name of a limit. */
export type LimitName = keyof LimitValues;

const MiB = 1024 * 1024;

/** What holds where the grant says nothing. */
export const defaultLimits: LimitValues = Object.freeze({
  memoryBytes: 512 * MiB,
  cpuMs: 3_600_000,
  outputBytes: 1024 * MiB,
  bodyBytes: 1024 * MiB,
  answerBytes: 16 * MiB,
  children: 64,
  workers: 4,
  sockets: 256,
  requests: 256,
  openFiles: 1024,
  watchers: 256,
  logLines: 100_000,
});

/** The counters of one invocation. */
export interface Limits {
  /** The values in force. */
  readonly values: LimitValues;
  /**
   * Takes one of what may live at a time (`children`, `sockets`, …); the function that is returned gives it back
   * (calling it again does nothing).
   * @throws {LimitExceeded} when none is left
   */
  acquire(name: LimitName): () => void;
  /**
   * Adds to what is counted in all (`outputBytes`, `logLines`).
   * @param amount how many, default 1
   * @throws {LimitExceeded} when the sum is more than the limit; nothing is added then
   */
  count(name: LimitName, amount?: number): void;
  /**
   * Checks one size (`bodyBytes`, `memoryBytes`) against its limit.
   * @throws {LimitExceeded} when it is more
   */
  check(name: LimitName, size: number): void;
  /** How many are taken, or counted so far. */
  used(name: LimitName): number;
}

/** Makes the counters of one invocation. */
export function createLimits(values: LimitValues = defaultLimits): Limits {
  const counters = new Map<LimitName, number>();
  const used = (name: LimitName): number => counters.get(name) ?? 0;
  const count = (name: LimitName, amount = 1): void => {
    const sum = used(name) + Math.max(0, amount);
    // Written so that NaN counts as too much.
    if (!(sum <= values[name])) throw new LimitExceeded(name, values[name]);
    counters.set(name, sum);
  };
  return {
    values,
    used,
    count,
    acquire(name) {
      count(name, 1);
      let held = true;
      return () => {
        if (held) counters.set(name, used(name) - 1);
        held = false;
      };
    },
    check(name, size) {
      if (!(size <= values[name])) throw new LimitExceeded(name, values[name]);
    },
  };
}
