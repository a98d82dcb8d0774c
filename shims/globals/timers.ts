/** https://nodejs.org/api/globals.html#settimeoutcallback-delay-args */
export {
  clearImmediate,
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
} from '../internal/timers/functions.ts';
