/** The terminals that this instance has: those of its standard streams. */
import { getStderr, getStdin, getStdout, getTerminal } from 'zora:node/stdio@0.1.0';
import { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM, ERR_INVALID_FD, ERR_TTY_INIT_FAILED } from '../errors.ts';
import { WitReadable } from '../streams/wit-streams.ts';
import { TerminalOutput } from './write-stream.ts';

/** Whether a descriptor is a terminal. https://nodejs.org/api/tty.html#ttyisattyfd */
export function isatty(fd: unknown): boolean {
  if (fd !== 0 && fd !== 1 && fd !== 2) return false;
  const { stdin, stdout, stderr } = getTerminal();
  return [stdin, stdout, stderr][fd] as boolean;
}

/** @throws ERR_INVALID_FD for what is no descriptor, ERR_TTY_INIT_FAILED for what is no terminal */
function checkTerminal(fd: unknown): void {
  if (!Number.isInteger(fd) || (fd as number) < 0 || (fd as number) > 0x7fffffff)
    throw new ERR_INVALID_FD(fd as number);
  if (isatty(fd)) return;
  throw new ERR_TTY_INIT_FAILED({ code: 'EINVAL', errno: -22, message: 'invalid argument', syscall: 'uv_tty_init' });
}

/** Standard input as a terminal. https://nodejs.org/api/tty.html#class-ttyreadstream */
class TerminalInput extends WitReadable {
  readonly isTTY = true;
  readonly isRaw = false;
  readonly fd = 0;

  constructor() {
    super(getStdin());
  }

  /** @throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: the terminal is the host's, which others read too */
  setRawMode(_mode: boolean): never {
    throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('tty.ReadStream.setRawMode()');
  }
}

/** As Node's, it can be called without `new`. */
export function ReadStream(this: unknown, fd: unknown): TerminalInput {
  checkTerminal(fd);
  return Reflect.construct(TerminalInput, [], new.target ?? ReadStream);
}
ReadStream.prototype = TerminalInput.prototype;

/** As Node's, it can be called without `new`. https://nodejs.org/api/tty.html#class-ttywritestream */
export function WriteStream(this: unknown, fd: unknown): TerminalOutput {
  checkTerminal(fd);
  const handle = fd === 2 ? getStderr() : getStdout();
  return Reflect.construct(TerminalOutput, [handle, getTerminal()], new.target ?? WriteStream);
}
WriteStream.prototype = TerminalOutput.prototype;
