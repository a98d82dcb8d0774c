/** The resource `job`, and the functions that run tasks. */
import { Pollable } from '../../io.ts';
import type * as Crypto from '../../wit/zora-node-crypto.d.ts';
import type { Implementation } from '../implementation.ts';
import { Readiness } from '../readiness.ts';
import { failed } from './failure.ts';
import { type CryptoSession, Held } from './session.ts';
import { assertAffordable } from './task-limits.ts';
import { begin, perform } from './tasks.ts';

/** What a task is at. */
export class Progress<T> {
  readonly readiness = new Readiness(() => this.#finish !== undefined || this.#taken);
  #finish: (() => T) | undefined;
  #taken = false;

  /** The task is done; `finish` gives what it gave, or throws why it did not. */
  settle(finish: () => T): void {
    this.#finish = finish;
    this.readiness.notify();
  }

  /** What it gave, once; none before. */
  take(): T | undefined {
    const finish = this.#finish;
    if (finish === undefined) {
      this.readiness.rearm();
      return undefined;
    }
    this.#finish = undefined;
    this.#taken = true;
    return finish();
  }
}

/** The class and the functions for one invocation. */
export function jobFunctions(session: CryptoSession): Pick<Implementation<typeof Crypto>, 'Job' | 'start' | 'run'> {
  class Job extends Held<Progress<Crypto.Outcome>> implements Crypto.Job {
    static start(task: Crypto.Task): Job {
      return session.call(() => {
        assertAffordable(task);
        const progress = new Progress<Crypto.Outcome>();
        const release = session.acquireJob(task);
        try {
          const convert = begin(task, (error, value) => {
            // The pool is free again, whether the guest still asks or not.
            release();
            progress.settle(() => {
              if (error) throw failed(error);
              return session.call(() => convert(session, value));
            });
          });
        } catch (error) {
          release();
          throw error;
        }
        return new Job(session, progress, () => {});
      });
    }

    take(): Crypto.Outcome | undefined {
      return Job.use(this, (progress) => progress.take());
    }

    subscribe(): Pollable {
      return Job.use(this, (progress) => new Pollable(progress.readiness));
    }
  }

  return {
    Job,
    start: (task: Crypto.Task): Job => Job.start(task),
    run: (task: Crypto.Task): Crypto.Outcome =>
      session.call(() => {
        assertAffordable(task);
        return perform(session, task);
      }),
  };
}
