const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const pad = (value: number | string): string => `${value}`.padStart(2, '0');

/**
 * A time as `console.timeEnd` prints it: `12.345ms`, `1.234s`, `2:03.456 (m:ss.mmm)`.
 * @param milliseconds the time.
 */
export function formatTime(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Number(milliseconds.toFixed(3))}ms`;
  const hours = Math.floor(milliseconds / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  const seconds = ((milliseconds % MINUTE) / SECOND).toFixed(3);
  if (hours === 0 && minutes === 0) return `${seconds}s`;
  const [whole = '', fraction = ''] = seconds.split('.');
  const before = hours === 0 ? minutes : `${hours}:${pad(minutes)}`;
  return `${before}:${pad(whole)}.${fraction} (${hours === 0 ? '' : 'h:m'}m:ss.mmm)`;
}
