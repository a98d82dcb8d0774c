import { type Deferred, defer, rejectedDeferred, resolvedDeferred } from './support.ts';

// By these node:stream knows a web stream's state without its class.
export const isDisturbed: unique symbol = Symbol.for('nodejs.stream.disturbed') as never;
export const isErrored: unique symbol = Symbol.for('nodejs.stream.errored') as never;
export const isReadable: unique symbol = Symbol.for('nodejs.stream.readable') as never;
export const isWritable: unique symbol = Symbol.for('nodejs.stream.writable') as never;
export const isClosedPromise: unique symbol = Symbol.for('nodejs.webstream.isClosedPromise') as never;
export const controllerError: unique symbol = Symbol.for('nodejs.webstream.controllerErrorFunction') as never;

/** The part of a stream's inside that says how it ended. */
interface Ending {
  state: string;
  error: unknown;
  ended: Deferred | undefined;
}

/** Settles when the stream closes or fails; made when someone asks. */
export function endOf(core: Ending): Deferred {
  core.ended ??=
    core.state === 'closed' ? resolvedDeferred() : core.state === 'errored' ? rejectedDeferred(core.error) : defer();
  return core.ended;
}
