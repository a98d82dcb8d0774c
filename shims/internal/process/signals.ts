/** `process.kill`. https://nodejs.org/api/process.html#processkillpid-signal */
import { errnoNumber } from '../errno.ts';
import { ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_SIGNAL, errnoException } from '../errors.ts';
import type { Emitter } from '../events/emitter.ts';
import { setCheck } from '../loop.ts';
import { signalNumbers } from '../signals.ts';

function errnoOf(code: string): number {
  return errnoNumber(code) ?? 0;
}

/** Signals another process of the program's: false where it is gone. */
type Killer = (signal: number) => boolean;

const children = new Map<number, Killer>();

/** Makes a child reachable by its id, for `process.kill`. */
export function registerChild(pid: number, kill: Killer): void {
  children.set(pid, kill);
}

/** The child has ended. */
export function unregisterChild(pid: number): void {
  children.delete(pid);
}

/** Signals that do nothing to a program without a listener. */
const IGNORED = ['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH'];

function numberOf(signal: unknown): number {
  if (typeof signal === 'number') {
    if (signal !== (signal | 0)) throw errnoException(errnoOf('EINVAL'), 'kill');
    return signal;
  }
  const name = signal === undefined || signal === null || signal === '' ? 'SIGTERM' : String(signal);
  const number = signalNumbers()[name];
  if (number === undefined) throw new ERR_UNKNOWN_SIGNAL(name);
  return number;
}

/** A process, as these functions see it. */
type Program = Emitter & {
  readonly pid: number;
  exit(code: number): never;
  _kill(pid: number, signal: number): number;
};

/**
 * Signals the program itself or a child of it; other processes are out of its reach.
 * @throws ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_SIGNAL, ESRCH, EPERM
 */
export function kill(process: unknown, given: unknown, signal: unknown): true {
  // biome-ignore lint/suspicious/noDoubleEquals: Node takes numbers in strings.
  if ((given as number) != ((given as number) | 0)) throw new ERR_INVALID_ARG_TYPE('pid', 'number', given);
  const error = (process as Program)._kill((given as number) | 0, numberOf(signal));
  if (error) throw errnoException(error, 'kill');
  return true;
}

/** Signals by numbers. @returns 0, or the number of the system's error */
export function signalProcess(program: unknown, pid: number, number: number): number {
  const process = program as Program;
  if (pid === process.pid || pid === 0) return signalSelf(process, number);
  const killer = children.get(pid);
  if (killer === undefined) return errnoOf('EPERM');
  return killer(number) ? 0 : errnoOf('ESRCH');
}

function signalSelf(process: Emitter & { exit(code: number): never }, number: number): number {
  if (number === 0) return 0;
  const name = Object.keys(signalNumbers()).find((key) => signalNumbers()[key] === number);
  if (name === undefined) return errnoOf('EINVAL');
  setCheck(() => {
    if (process._events?.[name] !== undefined && name !== 'SIGKILL' && name !== 'SIGSTOP')
      process.emit(name, name, number);
    else if (!IGNORED.includes(name)) process.exit(128 + number);
  });
  return 0;
}
