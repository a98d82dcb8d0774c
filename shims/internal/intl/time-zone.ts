import { timeZoneOf } from 'zora:node/intl@0.1.0';
import { callIntl } from './host.ts';

let lastTz: string | undefined;
let lastZone = '';

/**
 * The time zone that `process.env.TZ` names now, as in Node; undefined where the program has no `process`: the host has the zone of the environment
 * that the instance was started with. `Date`'s own getters (`getHours`, `toString`) are in UTC whatever it is.
 */
export function currentTimeZone(): string | undefined {
  // A mention of `process` would put all of it into the component of every program that has dates.
  const process: unknown = Reflect.get(globalThis, 'process');
  if (typeof process !== 'object' || process === null || !('env' in process)) return undefined;
  const tz = (process.env as Record<string, string | undefined>)['TZ'] ?? '';
  if (tz !== lastTz) {
    lastZone = callIntl(() => timeZoneOf(tz.toWellFormed()));
    lastTz = tz;
  }
  return lastZone;
}
