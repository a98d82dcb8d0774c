/**
 * The deprecated functions of `node:timers` that make timers of any object.
 *
 * https://nodejs.org/docs/latest-v22.x/api/deprecations.html#dep0095-timersenroll
 */
import { ERR_OUT_OF_RANGE } from '../errors.ts';
import { deprecation, emitWarning } from '../process/emit-warning.ts';
import { validateNumber } from '../validators.ts';
import { startTimer, TIMEOUT_MAX, type TimerItem, unlink } from './timeout.ts';

const warnOfEnroll = /* @__PURE__ */ deprecation(
  'timers.enroll() is deprecated. Please use setTimeout instead.',
  'DEP0095',
);
const warnOfUnenroll = /* @__PURE__ */ deprecation(
  'timers.unenroll() is deprecated. Please use clearTimeout instead.',
  'DEP0096',
);
const warnOfActive = /* @__PURE__ */ deprecation(
  'timers.active() is deprecated. Please use timeout.refresh() instead.',
  'DEP0126',
);
const warnOfUnrefActive = /* @__PURE__ */ deprecation(
  'timers._unrefActive() is deprecated. Please use timeout.refresh() instead.',
  'DEP0127',
);

/** Takes the time off `item`. */
export function unenroll(item: TimerItem): void {
  warnOfUnenroll();
  unlink(item);
  item._destroy?.();
  item._idleTimeout = -1;
}

/** Gives `item` a time of `msecs` milliseconds, which `active` starts. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function enroll(item: TimerItem, msecs: number): void {
  warnOfEnroll();
  validateNumber(msecs, 'msecs');
  if (msecs < 0 || !Number.isFinite(msecs)) throw new ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', msecs);
  if (msecs > TIMEOUT_MAX) {
    emitWarning(
      `${msecs} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${TIMEOUT_MAX}.`,
      'TimeoutOverflowWarning',
    );
    msecs = TIMEOUT_MAX;
  }
  unlink(item);
  item._idlePrev = null;
  item._idleNext = null;
  item._idleTimeout = msecs;
}

function start(item: TimerItem, refed: boolean): void {
  if (item._idleTimeout < 0 || item._idleTimeout === undefined) return;
  unlink(item);
  item._refed = refed;
  startTimer(item);
}

/** Starts the time of `item`, or starts it anew; then `item._onTimeout` is called. */
export function active(item: TimerItem): void {
  warnOfActive();
  start(item, true);
}

/** The same without keeping the program alive. */
export function _unrefActive(item: TimerItem): void {
  warnOfUnrefActive();
  start(item, false);
}
