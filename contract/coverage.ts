/** What the tests have seen of each function, and whether every value was of its type. */
import { payloadOf } from './host.ts';
import { type Hook, type HostCall, idOf } from './intercept.ts';
import { problemOf } from './values.ts';
import type { WitFunction, WitInterface, WitPackage, WitType } from './wit/types.ts';

const NOTHING: WitType = { name: '_', of: [] };

/** A host gave what the WIT does not allow. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
}

/** What came of a call: `ok`, a case of its error (those inside of it too), or `trap`. */
export type OutcomeTag = string;

/** Records the calls of all instances that it observes. */
export class Coverage {
  readonly #outcomes = new Map<string, Set<OutcomeTag>>();
  readonly #wit: WitPackage;
  /** Names of the limits that calls have run into. */
  readonly limits = new Set<string>();
  /** Methods that were called on a handle that was dropped, with what was wrong then. */
  readonly dropped = new Map<string, string | undefined>();

  constructor(wit: WitPackage) {
    this.#wit = wit;
  }

  /** What has come of calls of one function. */
  outcomes(home: WitInterface, f: WitFunction): ReadonlySet<OutcomeTag> {
    return this.#outcomes.get(idOf(this.#wit, home, f)) ?? new Set();
  }

  /** The hook that watches an instance. It throws where a value is not of its type. */
  readonly hook: Hook = (call) => {
    let value: unknown;
    try {
      value = call.proceed();
    } catch (error) {
      throw this.#failed(call, error);
    }
    if (!(value instanceof Promise)) return this.#succeeded(call, value);
    return value.then(
      (result: unknown) => this.#succeeded(call, result),
      (error: unknown) => {
        throw this.#failed(call, error);
      },
    );
  };

  #succeeded(call: HostCall, value: unknown): unknown {
    const { result } = call.wit;
    const type = result?.name === 'result' ? (result.of[0] ?? NOTHING) : (result ?? NOTHING);
    const problem = problemOf(value, type, call.home);
    if (problem !== undefined) throw new ContractViolation(`${call.id}: ${problem}`);
    this.#note(call.id, 'ok');
    return value;
  }

  /** @returns what is to be thrown */
  #failed(call: HostCall, error: unknown): unknown {
    const { result } = call.wit;
    // What has no error in its type ends the instance.
    const found = payloadOf(error);
    if (result?.name !== 'result' || found === undefined) {
      this.#note(call.id, 'trap');
      return error;
    }
    const type = result.of[1] ?? NOTHING;
    const problem = problemOf(found.payload, type, call.home, undefined, 'the error');
    if (problem !== undefined) return new ContractViolation(`${call.id}: ${problem}`, { cause: error });
    this.#noteError(call.id, found.payload);
    return error;
  }

  #noteError(id: string, payload: unknown): void {
    if (typeof payload !== 'object' || payload === null || !('tag' in payload)) {
      this.#note(id, 'error');
      return;
    }
    const { tag, val } = payload as { tag: string; val?: unknown };
    this.#note(id, tag);
    if (tag === 'exceeded') this.limits.add(typeof val === 'string' ? val : (val as { name: string }).name);
    if (tag === 'host') this.#noteError(id, val);
  }

  #note(id: string, outcome: OutcomeTag): void {
    let outcomes = this.#outcomes.get(id);
    if (outcomes === undefined) this.#outcomes.set(id, (outcomes = new Set()));
    outcomes.add(outcome);
  }
}
