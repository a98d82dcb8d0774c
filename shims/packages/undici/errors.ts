import { undiciErrorName } from '../../internal/fetch/undici-error-name.ts';
import type { ClientView } from './client-view.ts';

/** The package's own error for one of the host's undici; every other error as it is. */
export function toUndiciError(thrown: unknown, view: ClientView): Error {
  // A body that was cut short has the reason as the cause of `terminated`.
  const error = thrown instanceof TypeError && thrown.cause instanceof Error ? thrown.cause : (thrown as Error);
  const name = undiciErrorName((error as { code?: unknown }).code);
  const ErrorClass = name === undefined ? undefined : view.modules.errors[name];
  const isOwn = ErrorClass !== undefined && error instanceof ErrorClass;
  return name === undefined || ErrorClass === undefined || isOwn ? error : view.error(name, error.message);
}
