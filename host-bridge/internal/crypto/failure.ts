import { AccessDenied, InvalidArgument, LimitExceeded, TokenExpired, Unsupported } from '../../capability/denial.ts';
import type { Failure, LibraryError } from '../../wit/zora-node-crypto.d.ts';
import { toCallError, WitError } from '../wit-error.ts';

/** What OpenSSL's errors carry in Node. */
interface OpensslFields {
  code?: unknown;
  library?: unknown;
  function?: unknown;
  reason?: unknown;
  opensslErrorStack?: unknown;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value.toWellFormed() : undefined);

/** The names that a guest can make errors of. */
const NAMES = ['Error', 'TypeError', 'RangeError'];

/** The guest's form of an error of Node's crypto. */
export function toLibraryError(error: unknown): LibraryError {
  const dom = error instanceof DOMException;
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const fields = error as OpensslFields;
  const stackLines = Array.isArray(fields.opensslErrorStack) ? fields.opensslErrorStack.map(String) : [];
  return {
    name: dom || NAMES.includes(name) ? name : 'Error',
    dom,
    message: message.toWellFormed(),
    // The code of a DOMException is a number that follows from its name.
    code: text(fields.code),
    library: text(fields.library),
    functionName: text(fields.function),
    reason: text(fields.reason),
    stackLines,
  };
}

const OURS = [AccessDenied, InvalidArgument, LimitExceeded, TokenExpired, Unsupported];

/** The guest's form of whatever was thrown: nothing that it can do to the library is a reason to end the instance. */
export function toFailure(error: unknown): Failure {
  if (OURS.some((Kind) => error instanceof Kind)) return { tag: 'host', val: toCallError(error).payload };
  return { tag: 'library', val: toLibraryError(error) };
}

/** Runs the body of an import: what it throws becomes the WIT error of the call. */
export function guardCrypto<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw failed(error);
  }
}

/** What an import throws for `error`. */
export function failed(error: unknown): WitError<Failure> {
  if (error instanceof WitError) return error;
  return new WitError(toFailure(error), error instanceof Error ? error.message : String(error), { cause: error });
}
