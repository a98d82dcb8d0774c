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

/**
 * Signals the program itself or a child of it; other processes are out of its reach.
 * @throws ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_SIGNAL, ESRCH, EPERM
 */
export function kill(
  process: Emitter & { readonly pid: number; exit(code: number): never },
  given: unknown,
  signal: unknown,
): true {
  // biome-ignore lint/suspicious/noDoubleEquals: Node takes numbers in strings.
  if ((given as number) != ((given as number) | 0)) throw new ERR_INVALID_ARG_TYPE('pid', 'number', given);
  const pid = (given as number) | 0;
  const number = numberOf(signal);
  if (pid === process.pid || pid === 0) {
    signalSelf(process, number);
    return true;
  }
  const killer = children.get(pid);
  if (killer === undefined) throw errnoException(errnoOf('EPERM'), 'kill');
  if (!killer(number)) throw errnoException(errnoOf('ESRCH'), 'kill');
  return true;
}

function signalSelf(process: Emitter & { exit(code: number): never }, number: number): void {
  if (number === 0) return;
  const name = Object.keys(signalNumbers()).find((key) => signalNumbers()[key] === number);
  if (name === undefined) throw errnoException(errnoOf('EINVAL'), 'kill');
  setCheck(() => {
    if (process._events?.[name] !== undefined && name !== 'SIGKILL' && name !== 'SIGSTOP')
      process.emit(name, name, number);
    else if (!IGNORED.includes(name)) process.exit(128 + number);
  });
}
