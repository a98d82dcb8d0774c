/** A function of the host's as a core function that the guest calls. */
import type { FunctionType } from '../plan.ts';
import type { Flat } from './codec.ts';
import type { Codecs } from './codecs.ts';
import type { GuestMemory } from './memory.ts';
import { parameters, resultOf } from './values.ts';

/** What the guest calls, by the values of its parameters. */
export type HostCall = (args: unknown[]) => unknown;

/** A core function. */
export type CoreFunction = (...values: Flat[]) => unknown;

/** How calls of one function are carried out: the same for every instance. */
export type Lowering = (memory: GuestMemory, call: HostCall, values: Flat[]) => unknown;

/**
 * @param maySuspend the host's function may answer with a promise; the guest then waits, where the core function is
 * a `WebAssembly.Suspending`
 * @param lent lists of bytes are given as the guest's own memory, good for the call
 */
export function lowering(codecs: Codecs, type: FunctionType, maySuspend: boolean, lent = false): Lowering {
  const params = parameters(codecs, type.params, lent);
  const result = resultOf(codecs, type);
  const fails = type.result !== null && typeof type.result === 'number' && codecs.type(type.result).kind === 'result';
  const pointerAt = params.width;
  const finish = (memory: GuestMemory, values: readonly Flat[], value: unknown): unknown => {
    memory.begin();
    return result.lower(memory, result.indirect ? (values[pointerAt] as number) >>> 0 : 0, value);
  };
  // The result of a function is returned or thrown (jco's convention); within other types it is a variant.
  const returned = (memory: GuestMemory, values: readonly Flat[], value: unknown) =>
    finish(memory, values, fails ? { tag: 'ok', val: value } : value);
  const thrown = (memory: GuestMemory, values: readonly Flat[], error: unknown) => {
    if (!fails) throw error;
    return finish(memory, values, { tag: 'err', val: payloadOf(error) });
  };
  return (memory, call, values) => {
    memory.begin();
    const args = params.lift(memory, values);
    let value: unknown;
    try {
      value = call(args);
    } catch (error) {
      return thrown(memory, values, error);
    }
    if (maySuspend && value instanceof Promise) {
      return value.then(
        (settled) => returned(memory, values, settled),
        (error) => thrown(memory, values, error),
      );
    }
    return returned(memory, values, value);
  };
}

/** The WIT value in what a host function threw; an error that carries none is the host's own, and ends the instance. */
function payloadOf(error: unknown): unknown {
  if (typeof error === 'object' && error !== null && Object.hasOwn(error, 'payload')) {
    return (error as { payload: unknown }).payload;
  }
  if (error instanceof Error) throw error;
  return error;
}
