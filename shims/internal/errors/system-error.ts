/** Errors that carry what the operating system said: libuv's number, its name, the system call and what it was about. */
import { errnoCode, errnoMessage } from '../errno.ts';
import { inspect } from '../util/inspect.ts';
import { kNodeErrorCode, setStackHeader } from './node-error.ts';

/** What a failed system call is described with. */
export interface SystemErrorContext {
  /** Libuv's name, such as `ENOENT`. */
  code?: string;
  /** Libuv's negative number. */
  errno?: number;
  /** The call. */
  syscall?: string;
  /** The system's words. */
  message?: string;
  /** The path that it was about. */
  path?: string | Uint8Array;
  /** The second path. */
  dest?: string | Uint8Array;
  [key: string]: unknown;
}

/** The fields that Node puts on the errors of system calls (`NodeJS.ErrnoException`). */
export interface SystemFields {
  errno?: number | undefined;
  code?: string | undefined;
  syscall?: string | undefined;
  path?: string | undefined;
  dest?: string | undefined;
  address?: string | undefined;
  port?: number | undefined;
}

/** An error of a system call. */
export type SystemException = Error & SystemFields;

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

/**
 * A system error with a code of Node's own: `A system error occurred: uv_os_gethostname returned ENOMEM (…)`. The context
 * is kept in `info`; `errno`, `syscall`, `path` and `dest` read and write it.
 * @see https://nodejs.org/api/errors.html#class-systemerror
 */
export class SystemError extends Error {
  declare code: string;
  declare info: SystemErrorContext;
  constructor(code: string, prefix: string, context: SystemErrorContext) {
    let message = `${prefix}: ${context.syscall} returned ${context.code} (${context.message})`;
    if (context.path !== undefined) message += ` ${context.path}`;
    if (context.dest !== undefined) message += ` => ${context.dest}`;
    super(message);
    this.code = code;
    const hidden = { enumerable: false, writable: true, configurable: true };
    Object.defineProperty(this, 'name', { value: 'SystemError', ...hidden });
    Object.defineProperty(this, 'info', { value: context, enumerable: true, configurable: true, writable: false });
    for (const key of ['errno', 'syscall', 'path', 'dest']) {
      const isPath = key === 'path' || key === 'dest';
      if (isPath && context[key] === undefined) continue;
      Object.defineProperty(this, key, {
        get: () => (isPath && context[key] != null ? String(context[key]) : context[key]),
        set: (value: unknown) => {
          context[key] = value;
        },
        enumerable: true,
        configurable: true,
      });
    }
    setStackHeader(this, this.toString());
  }
  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
  [inspectCustom](_depth: number, options: object): string {
    return inspect(this, { ...options, getters: true, customInspect: false });
  }
}

/**
 * Makes the class of a system error with a code of Node's own.
 * @param code such as `ERR_FS_EISDIR`.
 * @param prefix the first words of its message.
 */
export function makeSystemError(code: string, prefix: string): new (context: SystemErrorContext) => SystemError {
  class NodeSystemError extends SystemError {
    constructor(context: SystemErrorContext) {
      super(code, prefix, context);
    }
  }
  Object.defineProperty(NodeSystemError.prototype, kNodeErrorCode, { value: code });
  return NodeSystemError;
}

function plainError(message: string, fields: SystemFields & Record<string, unknown>): SystemException {
  const error = new Error(message);
  setStackHeader(error, `Error: ${message}`);
  for (const key of Object.keys(fields)) {
    if (fields[key] !== undefined) Object.assign(error, { [key]: fields[key] });
  }
  return error;
}

/** `ENOENT: no such file or directory, open '/x'`, as the file system's functions throw it. */
export const UVException = function UVException(context: SystemErrorContext): SystemException {
  const { message, path, dest, ...fields } = context;
  const code = context.errno === undefined ? (context.code ?? 'UNKNOWN') : errnoCode(context.errno);
  let text = `${code}: ${message || errnoMessage(context.errno ?? code)}, ${context.syscall}`;
  if (path) text += ` '${path}'`;
  if (dest) text += ` -> '${dest}'`;
  return plainError(text, {
    ...fields,
    code,
    path: path ? String(path) : undefined,
    dest: dest ? String(dest) : undefined,
  });
} as unknown as { new (context: SystemErrorContext): SystemException; (context: SystemErrorContext): SystemException };

/**
 * `connect ECONNREFUSED 127.0.0.1:80`.
 * @param errno libuv's negative number.
 * @param syscall the call.
 * @param address the host or path.
 * @param port the port, where there is one.
 * @param additional the local end.
 */
export function exceptionWithHostPort(
  errno: number,
  syscall: string,
  address?: string,
  port?: number,
  additional?: string,
): SystemException {
  const code = errnoCode(errno);
  let details = '';
  if (port && port > 0) details = ` ${address}:${port}`;
  else if (address) details = ` ${address}`;
  if (additional) details += ` - Local (${additional})`;
  return plainError(`${syscall} ${code}${details}`, { errno, code, syscall, address, port: port || undefined });
}

/** As `exceptionWithHostPort`, with the system's words: `listen EADDRINUSE: address already in use :::80`. */
export function uvExceptionWithHostPort(
  errno: number,
  syscall: string,
  address?: string,
  port?: number,
): SystemException {
  const code = errnoCode(errno);
  let details = '';
  if (port && port > 0) details = ` ${address}:${port}`;
  else if (address) details = ` ${address}`;
  return plainError(`${syscall} ${code}: ${errnoMessage(errno)}${details}`, {
    code,
    errno,
    syscall,
    address,
    port: port || undefined,
  });
}

/**
 * `spawn ENOENT`.
 * @param errno libuv's negative number.
 * @param syscall the call.
 * @param original more words.
 */
export function errnoException(errno: number, syscall: string, original?: string): SystemException {
  const code = errnoCode(errno);
  return plainError(`${syscall} ${code}${original ? ` ${original}` : ''}`, { errno, code, syscall });
}

/**
 * The error of a name lookup: `getaddrinfo ENOTFOUND example.invalid`.
 * @param code libuv's number, or the name of a c-ares error.
 * @param syscall such as `getaddrinfo` or `queryA`.
 * @param hostname the name.
 */
export function dnsException(
  code: number | string,
  syscall: string,
  hostname?: string,
): SystemException & { hostname?: string } {
  let name: string;
  let errno: number | undefined;
  if (typeof code === 'number') {
    errno = code;
    // EAI_NODATA and EAI_NONAME have always been this name, which no system has.
    name = code === -3007 || code === -3008 ? 'ENOTFOUND' : errnoCode(code);
  } else name = code;
  const error = plainError(`${syscall} ${name}${hostname ? ` ${hostname}` : ''}`, { hostname });
  const fields = { errno, code: name, syscall, ...(hostname ? { hostname } : {}) };
  return Object.assign(error, fields) as SystemException & { hostname?: string };
}

export {
  dnsException as DNSException,
  errnoException as ErrnoException,
  exceptionWithHostPort as ExceptionWithHostPort,
  uvExceptionWithHostPort as UVExceptionWithHostPort,
};

/**
 * An error whose code is `ECONNRESET`.
 * @param message the words.
 */
export function connResetException(message: string): SystemException {
  return plainError(message, { code: 'ECONNRESET' });
}
