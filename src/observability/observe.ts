/** Puts observers between a job and the caller's hooks. */
import type { Hooks, JobHooks } from '../sandbox/invocation.ts';
import type { Outcome } from '../sandbox/messages.ts';
import type { Invocation, InvocationEnd, InvocationObserver, Observer } from './observer.ts';

/** One invocation under observation. */
export interface Observation {
  /** What the job gets instead of the caller's hooks. */
  readonly hooks: JobHooks;
  /** Tells the observers how it ended, and gives or throws what `outcome` does. */
  watch(outcome: Promise<Outcome>): Promise<Outcome>;
}

/**
 * Begins to observe an invocation.
 * @throws what an observer throws when it is told
 */
export function observe(
  observers: readonly Observer[],
  invocation: Omit<Invocation, 'time'>,
  hooks: Hooks,
): Observation {
  if (observers.length === 0) return { hooks, watch: (outcome) => outcome };
  const begun = performance.now();
  const asked: Invocation = Object.freeze({ ...invocation, time: Date.now() });
  const watching: InvocationObserver[] = [];
  const end = (how: Omit<InvocationEnd, 'milliseconds'>) =>
    tellEnd(watching, Object.freeze({ ...how, milliseconds: performance.now() - begun }));
  const failed = (error: unknown) => end({ outcome: 'failed', code: codeOf(error), exitCode: undefined });
  try {
    for (const observer of observers) {
      const one = observer.begin(asked);
      if (one !== undefined) watching.push(one);
    }
  } catch (error) {
    failed(error);
    throw error;
  }
  const audited = watching.some(({ audit }) => audit !== undefined);
  return {
    hooks: {
      ...hooks,
      started: (start) => {
        for (const observer of watching) observer.started?.(start);
      },
      ...(audited
        ? {
            audit: (event) => {
              for (const observer of watching) observer.audit?.(event);
              return hooks.audit?.(event);
            },
          }
        : {}),
    },
    async watch(outcome) {
      try {
        const ended = await outcome;
        end(describe(ended));
        return ended;
      } catch (error) {
        failed(error);
        throw error;
      }
    },
  };
}

function describe(outcome: Outcome): Omit<InvocationEnd, 'milliseconds'> {
  switch (outcome.kind) {
    case 'rejected':
      return { outcome: 'rejected', code: outcome.failure.code, exitCode: undefined };
    case 'stopped':
      return { outcome: 'stopped', code: outcome.code, exitCode: outcome.exitCode };
    case 'exited':
      return { outcome: 'exited', code: undefined, exitCode: outcome.code };
    default:
      return { outcome: 'resolved', code: undefined, exitCode: undefined };
  }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function tellEnd(watching: readonly InvocationObserver[], end: InvocationEnd): void {
  for (const observer of watching) {
    try {
      observer.ended?.(end);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}
