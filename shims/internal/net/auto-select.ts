/** Defaults of the choice among a host's addresses. https://nodejs.org/api/net.html#netgetdefaultautoselectfamily */
import { validateBoolean, validateInt32 } from '../validators.ts';

let enabled = true;
let attemptTimeout = 250;

/** Whether addresses of both families are tried where `connect` says nothing. */
export function getDefaultAutoSelectFamily(): boolean {
  return enabled;
}

/** Sets that. */
export function setDefaultAutoSelectFamily(value: boolean): void {
  validateBoolean(value, 'value');
  enabled = value;
}

/** Milliseconds that one address has before the next is tried. */
export function getDefaultAutoSelectFamilyAttemptTimeout(): number {
  return attemptTimeout;
}

/** Sets that; less than 10 is 10. */
export function setDefaultAutoSelectFamilyAttemptTimeout(value: number): void {
  validateInt32(value, 'value', 1);
  attemptTimeout = Math.max(value, 10);
}
