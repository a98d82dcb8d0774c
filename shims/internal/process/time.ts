/** `process.hrtime` and `uptime`. https://nodejs.org/api/process.html#processhrtimetime */
import { ERR_OUT_OF_RANGE } from '../errors.ts';
import { now } from '../loop.ts';
import { validateArray } from '../validators.ts';

/** Seconds and nanoseconds since some time in the past, or since `previous`. */
export function hrtime(previous?: [number, number]): [number, number] {
  const milliseconds = now();
  let seconds = Math.floor(milliseconds / 1000);
  let nanoseconds = Math.floor((milliseconds - seconds * 1000) * 1e6);
  if (previous !== undefined) {
    validateArray(previous, 'time');
    if (previous.length !== 2) throw new ERR_OUT_OF_RANGE('time', 2 as never, previous.length);
    seconds -= previous[0];
    nanoseconds -= previous[1];
    if (nanoseconds < 0) {
      seconds--;
      nanoseconds += 1e9;
    }
  }
  return [seconds, nanoseconds];
}

/** The same in nanoseconds. */
hrtime.bigint = function bigint(): bigint {
  return BigInt(Math.floor(now() * 1e6));
};

/** Seconds since the instance started. */
export function uptime(): number {
  return now() / 1000;
}
