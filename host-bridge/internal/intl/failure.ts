import { LimitExceeded, TokenExpired } from '../../capability/denial.ts';
import type * as Wit from '../../wit/zora-node-intl.d.ts';
import { WitError } from '../wit-error.ts';

/** Runs the body of an import: what the engine or the host throws becomes the WIT error of the call. */
export function guardIntl<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw new WitError(toFailure(error), error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function toFailure(error: unknown): Wit.Failure {
  if (error instanceof RangeError) return { tag: 'range', val: error.message.toWellFormed() };
  if (error instanceof TypeError) return { tag: 'type', val: error.message.toWellFormed() };
  if (error instanceof LimitExceeded) return { tag: 'exceeded', val: { name: error.limit, maximum: error.maximum } };
  if (error instanceof TokenExpired) return { tag: 'expired' };
  // A fault of the host's ends the instance.
  throw error;
}
