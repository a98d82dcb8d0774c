/** What may take long: done while the guest waits, or on the host's threads. */
import { type Outcome, run, start, type Task } from 'zora:node/crypto@0.1.0';
import { watch } from '../loop.ts';
import { callCrypto, fromThrown } from './failure.ts';

/** The value of an outcome of one kind. */
export type OutcomeValue<K extends Outcome['tag']> = Extract<Outcome, { tag: K }>['val'];

/** Does a task. `kind` is what it gives. @throws the library's errors */
export function runTask<K extends Outcome['tag']>(task: Task, _kind: K): OutcomeValue<K> {
  return callCrypto(() => run(task)).val as OutcomeValue<K>;
}

/**
 * Starts a task.
 * @param done called in a later callback of the loop
 * @throws what is wrong with the task itself
 */
export function startTask<K extends Outcome['tag']>(
  task: Task,
  _kind: K,
  done: (error: unknown, value?: OutcomeValue<K> | undefined) => void,
): void {
  const job = callCrypto(() => start(task));
  const pollable = job.subscribe();
  const take = (): void => {
    let outcome: Outcome | null = null;
    let failure: { error: unknown } | undefined;
    try {
      outcome = job.take();
    } catch (thrown) {
      failure = { error: fromThrown(thrown) };
    }
    if (outcome === null && failure === undefined) return;
    handle.close();
    pollable[Symbol.dispose]();
    job[Symbol.dispose]();
    if (failure !== undefined) done(failure.error);
    else (done as (error: null, value: unknown) => void)(null, outcome?.val);
  };
  const handle = watch(pollable, take, `${task.tag.replace('-', '').toUpperCase()}REQUEST`);
}
