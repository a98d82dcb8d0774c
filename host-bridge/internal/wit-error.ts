import type { Error as CallError, Permission, SystemError } from '../wit/zora-node-errors.d.ts';
import type { StreamError, StreamFailure } from '../wit/zora-node-io.d.ts';

/**
 * A `result` error on its way to the guest. The engine's glue takes the WIT value from `payload`; any other `Error`
 * that leaves an import traps the instance, so imports throw this and nothing else.
 */
export class WitError<E> extends Error {
  override readonly name = 'WitError';
  readonly payload: E;

  constructor(payload: E, message: string, options?: ErrorOptions) {
    super(message, options);
    this.payload = payload;
  }
}

/** An argument that no shim passes: `what` names it and says what it must be. */
export function invalidArgument(what: string): WitError<CallError> {
  return new WitError<CallError>({ tag: 'invalid-argument', val: what }, what);
}

/** Something that this host does not offer. */
export function unsupported(what: string): WitError<CallError> {
  return new WitError<CallError>({ tag: 'unsupported', val: what }, what);
}

/** The token does not allow `resource`, named as the guest named it. */
export function denied(permission: Permission, resource: string, options?: ErrorOptions): WitError<CallError> {
  return new WitError<CallError>(
    { tag: 'denied', val: { permission, resource } },
    `Access denied: ${resource}`,
    options,
  );
}

/** The limit `name` of the grant is reached. */
export function exceeded(name: string, maximum: number): WitError<CallError> {
  return new WitError<CallError>({ tag: 'exceeded', val: { name, maximum } }, `Limit reached: ${name}`);
}

/** The token or its execution time has run out. */
export function expired(): WitError<CallError> {
  return new WitError<CallError>({ tag: 'expired' }, 'The token has expired');
}

/** What the system said, in Node's words. */
export function systemFailure(error: SystemError, options?: ErrorOptions): WitError<CallError> {
  return new WitError<CallError>({ tag: 'system', val: error }, `${error.code}: ${error.message}`, options);
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
