/** The terminals that this instance has: those of its standard streams. */
import { getStderr, getStdin, getStdout, getTerminal } from 'zora:node/stdio@0.1.0';
import { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM, ERR_INVALID_FD, ERR_TTY_INIT_FAILED } from '../errors.ts';
import { env as environment } from '../process/environment.ts';
import { WitReadable } from '../streams/wit-streams.ts';
import { validateInteger } from '../validators.ts';
import { colorDepth } from './color-depth.ts';
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

/** A terminal that a program opens by its descriptor. https://nodejs.org/api/tty.html#class-ttywritestream */
class OpenedTerminal extends TerminalOutput {
  /** By the variables, as packages ask it of the prototype. */
  override getColorDepth(env: Record<string, string | undefined> = environment): number {
    return colorDepth(env);
  }

  override hasColors(count?: unknown, env?: Record<string, string | undefined>): boolean {
    if (env === undefined && (count === undefined || (typeof count === 'object' && count !== null))) {
      env = count as Record<string, string | undefined> | undefined;
      count = 16;
    } else {
      validateInteger(count, 'count', 2);
    }
    return (count as number) <= 2 ** this.getColorDepth(env);
  }
}

type TerminalFunction<Terminal> = (new (fd: unknown) => Terminal) & ((fd: unknown) => Terminal);

/** A constructor that, as Node's, can be called without `new`. Instances of `Base` count as its own: so do standard streams. */
function constructorOf<Terminal extends object>(
  Class: new (...args: never[]) => Terminal,
  Base: new (...args: never[]) => object,
  argumentsOf: (fd: unknown) => unknown[],
): TerminalFunction<Terminal> {
  function Stream(fd: unknown): Terminal {
    checkTerminal(fd);
    return Reflect.construct(Class, argumentsOf(fd), new.target ?? Stream);
  }
  Stream.prototype = Class.prototype;
  Object.defineProperty(Stream, Symbol.hasInstance, { value: (object: unknown) => object instanceof Base });
  return Stream as unknown as TerminalFunction<Terminal>;
}

export const ReadStream = /* @__PURE__ */ constructorOf(TerminalInput, TerminalInput, () => []);
export const WriteStream = /* @__PURE__ */ constructorOf(OpenedTerminal, TerminalOutput, (fd) => [
  fd === 2 ? getStderr() : getStdout(),
  getTerminal(),
]);
