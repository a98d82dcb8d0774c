import { toWitError } from '../capability/denial.ts';
import type { Error as CallError } from '../wit/zora-node-errors.d.ts';
import type { StreamError, StreamFailure } from '../wit/zora-node-io.d.ts';

/**
 * A `result` error on its way to the guest. The WIT value is taken from `payload`; any other `Error`
 * that leaves an import traps the instance.
 */
export class WitError<E> extends Error {
  override readonly name = 'WitError';
  readonly payload: E;

  constructor(payload: E, message: string, options?: ErrorOptions) {
    // Nobody sees its stack, which costs more than the call that it ends; the cause has its own.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message, options);
    Error.stackTraceLimit = limit;
    this.payload = payload;
  }
}

/** The guest's form of what a host call threw. */
export function toCallError(error: unknown): WitError<CallError> {
  if (error instanceof WitError) return error;
  return new WitError(toWitError(error), error instanceof Error ? error.message : String(error), { cause: error });
}

/** Runs the body of an import: what it throws becomes the WIT error of the call. */
export function guard<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw toCallError(error);
  }
}

/** `guard` for an import that may suspend the guest. */
export async function guardAsync<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    throw toCallError(error);
  }
}

/** A stream that is at its end. */
export function streamClosed(): WitError<StreamError> {
  return new WitError<StreamError>({ tag: 'closed' }, 'The stream is closed');
}

/** A stream that the system failed. */
export function streamFailed(failure: StreamFailure): WitError<StreamError> {
  return new WitError<StreamError>({ tag: 'failed', val: failure }, `${failure.code}: ${failure.message}`);
}

/** A stream that reached the limit `name` of the grant. */
export function streamExceeded(name: string): WitError<StreamError> {
  return new WitError<StreamError>({ tag: 'exceeded', val: name }, `Limit reached: ${name}`);
}
