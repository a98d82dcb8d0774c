/** What belongs to the process and not to the guest: it can be asked for, and not be changed. */
import { ERR_WORKER_UNSUPPORTED_OPERATION, makeNodeError } from '../errors.ts';
import { validateString } from '../validators.ts';

const ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED',
  'Custom engines not supported by this OpenSSL',
);

/** Always 0: the mode is the host's affair. */
export function getFips(): 0 | 1 {
  return 0;
}

/** As in a worker: refused, unless nothing would change. @throws ERR_WORKER_UNSUPPORTED_OPERATION */
export function setFips(value: unknown): void {
  if (value) throw new ERR_WORKER_UNSUPPORTED_OPERATION('Calling crypto.setFips()');
}

/** Refused. @throws ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED */
export function setEngine(id: unknown, _flags?: unknown): never {
  validateString(id, 'id');
  throw new ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
}

/** There is no secure heap. */
export function secureHeapUsed(): { total: number; used: number; utilization: number; min: number } {
  return { total: 0, used: 0, utilization: 0, min: 0 };
}
