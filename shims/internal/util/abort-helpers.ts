import { AbortController, AbortSignal } from '../abort.ts';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { kValidateObjectAllowObjects, validateAbortSignal, validateObject } from '../validators.ts';

/**
 * A promise that is fulfilled when a signal is aborted, unless the resource was collected before.
 * @param signal the signal.
 * @param resource what the wait is for; not kept alive.
 * @see https://nodejs.org/api/util.html#utilabortedsignal-resource
 */
export async function aborted(signal: AbortSignal, resource: object): Promise<void> {
  if (signal === undefined) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateObject(resource, 'resource', kValidateObjectAllowObjects);
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const reference = new WeakRef(resource);
  signal.addEventListener(
    'abort',
    () => {
      if (reference.deref() !== undefined) resolve();
    },
    { once: true },
  );
  await promise;
}

/**
 * An abort controller. Nothing is transferred between threads here, so it is one like any other.
 * @see https://nodejs.org/api/util.html#utiltransferableabortcontroller
 */
export function transferableAbortController(): AbortController {
  return new AbortController();
}

/**
 * The signal itself, as for `transferableAbortController`.
 * @param signal the signal.
 * @see https://nodejs.org/api/util.html#utiltransferableabortsignalsignal
 */
export function transferableAbortSignal(signal: AbortSignal): AbortSignal {
  if (!(signal instanceof AbortSignal)) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  return signal;
}
