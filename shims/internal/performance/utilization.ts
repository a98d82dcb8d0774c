/** How busy the event loop is. https://nodejs.org/api/perf_hooks.html#performanceeventlooputilizationutilization1-utilization2 */
import { idleTime, now } from '../loop.ts';

/** Milliseconds, and the share of them in which the loop was busy. */
export interface Utilization {
  idle: number;
  active: number;
  utilization: number;
}

let since: number | undefined;

function measured(idle: number, active: number): Utilization {
  return { idle, active, utilization: active + idle === 0 ? 0 : active / (idle + active) };
}

/** Since it was called first, since `first`, or from `second` to `first`. */
export function utilization(first?: Utilization, second?: Utilization): Utilization {
  if (first !== undefined && second !== undefined)
    return measured(first.idle - second.idle, first.active - second.active);
  const idle = idleTime();
  since ??= now();
  const active = now() - since - idle;
  return first === undefined ? measured(idle, active) : measured(idle - first.idle, active - first.active);
}
