/**
 * `node:timers`.
 *
 * https://nodejs.org/api/timers.html
 */
import {
  clearImmediate,
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
} from './internal/timers/functions.ts';
import promises from './timers/promises.ts';

export { clearImmediate, clearInterval, clearTimeout, promises, setImmediate, setInterval, setTimeout };
export default { setTimeout, clearTimeout, setImmediate, clearImmediate, setInterval, clearInterval, promises };
