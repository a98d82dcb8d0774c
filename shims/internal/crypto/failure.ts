/** Node's errors for what the host's crypto threw. */
import type { Failure, LibraryError } from 'zora:node/crypto@0.1.0';
import { setStackHeader } from '../errors.ts';
import { toNodeError } from '../wit-error.ts';

const CLASSES: Record<string, new (message: string) => Error> = { Error, TypeError, RangeError };

/** OpenSSL's words, as Node puts them on an error. */
function opensslFields({ library, functionName, reason, stackLines }: LibraryError): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if (stackLines.length > 0) fields['opensslErrorStack'] = stackLines;
  if (library != null) fields['library'] = library;
  if (functionName != null) fields['function'] = functionName;
  if (reason != null) fields['reason'] = reason;
  return fields;
}

function toLibraryError(failure: LibraryError): Error {
  const { name, message, code, dom } = failure;
  if (dom) return new DOMException(message, name) as unknown as Error;
  const error = new (CLASSES[name] ?? Error)(message);
  Object.assign(error, opensslFields(failure));
  if (code == null) return error;
  Object.assign(error, { code });
  setStackHeader(error, code.startsWith('ERR_OSSL') ? `${name}: ${message}` : `${name} [${code}]: ${message}`);
  return error;
}

/** Node's error for what a call of the host threw; anything else comes back as it is. */
export function fromThrown(thrown: unknown): unknown {
  const payload = (thrown as { payload?: Failure } | null)?.payload;
  if (payload?.tag === 'library') return toLibraryError(payload.val);
  return payload?.tag === 'host' ? toNodeError(payload.val) : thrown;
}

/** Calls the host. @throws Node's error where it refuses */
export function callCrypto<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw fromThrown(thrown);
  }
}
