import { getPriority as hostGetPriority, setPriority as hostSetPriority } from 'zora:node/os@0.1.0';
import { ERR_SYSTEM_ERROR } from '../errors.ts';
import { validateInt32 } from '../validators.ts';
import { fromThrown } from '../wit-error.ts';

interface SystemFields {
  code: string;
  errno: number;
  syscall: string;
  message: string;
}

/** Calls the host, and throws what the system refused as `ERR_SYSTEM_ERROR`. */
function callSystem<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    const payload = (thrown as { payload?: { tag?: string; val?: SystemFields } }).payload;
    if (payload?.tag !== 'system' || payload.val === undefined) throw fromThrown(thrown);
    const { code, errno, syscall, message } = payload.val;
    throw new ERR_SYSTEM_ERROR({ code, errno, syscall, message });
  }
}

/**
 * The priority of the instance.
 * @param pid 0 or `process.pid`; others are `ESRCH`.
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_SYSTEM_ERROR
 * @see https://nodejs.org/api/os.html#osgetprioritypid
 */
export function getPriority(pid?: unknown): number {
  if (pid === undefined) pid = 0;
  else validateInt32(pid, 'pid');
  return callSystem(() => hostGetPriority(pid as number));
}

/**
 * Sets the priority of the instance. It cannot be raised again: `EACCES`, as for a user without privileges.
 * @param pid 0 or `process.pid`; may be left out.
 * @param priority from -20 (highest) to 19 (lowest).
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_SYSTEM_ERROR
 * @see https://nodejs.org/api/os.html#ossetprioritypid-priority
 */
export function setPriority(pid: unknown, priority?: unknown): void {
  if (priority === undefined) {
    priority = pid;
    pid = 0;
  }
  validateInt32(pid, 'pid');
  validateInt32(priority, 'priority', -20, 19);
  callSystem(() => hostSetPriority(pid as number, priority as number));
}
