/** A core function of the guest's as a function that the host calls. */
import type { Lift } from '../plan.ts';
import type { Flat } from './codec.ts';
import type { Codecs } from './codecs.ts';
import type { GuestMemory } from './memory.ts';
import type { Task } from './task.ts';
import { Trap } from './trap.ts';
import { parameters, type ResultCrossing, resultOf } from './values.ts';

/** Core functions of one lifted function, of one instance. */
export interface LiftedCore {
  memory: GuestMemory;
  /** They give promises: the guest may be suspended in between (JSPI). */
  start(...values: Flat[]): Promise<Flat | undefined>;
  callback: ((event: number, index: number, payload: number) => Promise<number>) | undefined;
  postReturn: ((...values: Flat[]) => void) | undefined;
}

/** What an `async` function answers, in its low bits: what it waits for is in the others. */
const EXIT = 0;
const YIELD = 1;
const CODE_BITS = 0xf;

/** How one function is called: the same for every instance. */
export type Lifting = (core: LiftedCore, task: Task, args: unknown[]) => Promise<unknown>;

export function lifting(codecs: Codecs, lift: Lift): Lifting {
  const params = parameters(codecs, lift.type.params);
  if (lift.async) {
    return async (core, task, args) => {
      core.memory.begin();
      let status = Number((await core.start(...params.lower(core.memory, args))) ?? EXIT);
      while ((status & CODE_BITS) !== EXIT) {
        // Nothing that a guest can wait for is ever under way: it only waits for promises of its own.
        if ((status & CODE_BITS) !== YIELD || core.callback === undefined) throw unsettled();
        status = await core.callback(0, 0, 0);
      }
      if (!task.returned) throw unsettled();
      return task.value;
    };
  }
  const result = resultOf(codecs, lift.type);
  return async (core, _task, args) => {
    core.memory.begin();
    return finish(core, result, await core.start(...params.lower(core.memory, args)));
  };
}

/** Core functions of a function that another component within the same one calls. */
export interface InnerCore extends Pick<LiftedCore, 'memory' | 'postReturn'> {
  start(...values: Flat[]): Flat | undefined;
}

/** A call between components: it cannot wait. */
export function innerLifting(codecs: Codecs, lift: Lift): (core: InnerCore, args: unknown[]) => unknown {
  const params = parameters(codecs, lift.type.params);
  const result = resultOf(codecs, lift.type);
  return (core, args) => {
    if (lift.async) throw new Trap('a component waits for another one in it');
    core.memory.begin();
    return finish(core, result, core.start(...params.lower(core.memory, args)));
  };
}

function finish(
  { memory, postReturn }: Pick<LiftedCore, 'memory' | 'postReturn'>,
  result: ResultCrossing,
  returned: Flat | undefined,
): unknown {
  memory.begin();
  const value = result.lift(memory, returned);
  if (returned === undefined) postReturn?.();
  else postReturn?.(returned);
  return value;
}

function unsettled(): Error {
  return new Trap('an asynchronous function ended without a result');
}
