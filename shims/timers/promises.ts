/**
 * `node:timers/promises`.
 *
 * https://nodejs.org/api/timers.html#timers-promises-api
 */
import {
  scheduler,
  setImmediatePromise as setImmediate,
  setIntervalPromise as setInterval,
  setTimeoutPromise as setTimeout,
} from '../internal/timers/promises.ts';

export { scheduler, setImmediate, setInterval, setTimeout };
export default { setTimeout, setImmediate, setInterval, scheduler };
