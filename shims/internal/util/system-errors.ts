import { errnoCode, errnoMap, errnoMessage } from '../errno.ts';
import { ERR_OUT_OF_RANGE } from '../errors.ts';
import { validateNumber } from '../validators.ts';

function validateErrno(errno: unknown): asserts errno is number {
  validateNumber(errno, 'err');
  if (errno >= 0 || !Number.isSafeInteger(errno)) throw new ERR_OUT_OF_RANGE('err', 'a negative integer', errno);
}

/**
 * The name of an error number, such as `ENOENT`.
 * @param errno libuv's negative number.
 * @see https://nodejs.org/api/util.html#utilgetsystemerrornameerr
 */
export function getSystemErrorName(errno: number): string {
  validateErrno(errno);
  return errnoCode(errno);
}

/**
 * The words of an error number.
 * @param errno libuv's negative number.
 * @see https://nodejs.org/api/util.html#utilgetsystemerrormessageerr
 */
export function getSystemErrorMessage(errno: number): string {
  validateErrno(errno);
  return errnoMap().has(errno) ? errnoMessage(errno) : `Unknown system error ${errno}`;
}

/**
 * All errors: number → name and words.
 * @see https://nodejs.org/api/util.html#utilgetsystemerrormap
 */
export function getSystemErrorMap(): Map<number, [name: string, message: string]> {
  return new Map(errnoMap());
}
