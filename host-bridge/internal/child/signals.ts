import { constants } from 'node:os';
import { systemError } from '../../capability/denial.ts';

/** The name of a signal. */
export type SignalName = NodeJS.Signals;

const NUMBERS = new Map<string, number>(Object.entries(constants.signals));

/**
 * A signal's number by its name, 0 for `0` (which asks whether the process is there).
 * @throws Node's `EINVAL` for what is no signal of this system
 */
export function signalNumber(name: string): number {
  if (name === '0') return 0;
  const number = NUMBERS.get(name);
  if (number === undefined) throw systemError('EINVAL', { syscall: 'kill' });
  return number;
}

/** A signal's name by its number. */
export function signalName(number: number): SignalName | undefined {
  for (const [name, value] of NUMBERS) if (value === number) return name as SignalName;
  return undefined;
}

/**
 * Sends a signal, to a process or with `-pid` to its group.
 * @returns false when there is no such process, or none that the host may send it to (one that has become another user's,
 * as `sudo` does): that one is still there, which is what the signal 0 asks
 */
export function send(pid: number, signal: number): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return false;
    if (code === 'EPERM') return signal === 0;
    throw error;
  }
}
