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
import { _unrefActive, active, enroll, unenroll } from './internal/timers/legacy.ts';
import promises from './timers/promises.ts';

export {
  _unrefActive,
  active,
  clearImmediate,
  clearInterval,
  clearTimeout,
  enroll,
  promises,
  setImmediate,
  setInterval,
  setTimeout,
  unenroll,
};
export default {
  active,
  _unrefActive,
  enroll,
  unenroll,
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
  promises,
};
