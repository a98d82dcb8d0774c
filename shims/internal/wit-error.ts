import type * as wit from 'zora:node/errors@0.1.0';
import { errnoMessage, errnoNumber } from './errno.ts';
import {
  ERR_ACCESS_DENIED,
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM,
  ERR_INVALID_ARG_VALUE,
  ERR_LIMIT_EXCEEDED,
  ERR_TOKEN_EXPIRED,
  setStackHeader,
} from './errors.ts';

/** The permissions in the words of Node's permission model. */
const PERMISSIONS: Record<wit.Permission, string> = {
  'child-process': 'ChildProcess',
  'file-system-read': 'FileSystemRead',
  'file-system-write': 'FileSystemWrite',
  net: 'Net',
  environment: 'Environment',
};

/** What the message of a system error is about, after `CODE: words, syscall`. */
function target(error: wit.SystemError): string {
  if (error.path != null) return ` '${error.path}'${error.dest == null ? '' : ` -> '${error.dest}'`}`;
  if (error.address != null) return ` ${error.address}${error.port ? `:${error.port}` : ''}`;
  return '';
}

/**
 * Node's message of a system error: `spawn git ENOENT`, `connect ECONNREFUSED 127.0.0.1:80`, `ENOENT: no such file or directory,
 * open '/x'`. Which of the three depends on the call, as in Node.
 */
function systemMessage(error: wit.SystemError, syscall: string): string {
  const { code } = error;
  if (/^(spawn|kill|connect|bind|getaddrinfo|query|read$|write$|accept|shutdown)/.test(syscall) && error.path == null) {
    return `${syscall} ${code}${target(error)}`;
  }
  if (syscall.startsWith('spawn')) return `${syscall} ${code}`;
  if (syscall === 'connect' || syscall === 'bind')
    return `${syscall} ${code}${error.path == null ? '' : ` ${error.path}`}`;
  const words = error.message || errnoMessage(code);
  if (syscall === 'listen') return `${syscall} ${code}: ${words}${target(error)}`;
  return `${code}: ${words}, ${syscall}${target(error)}`;
}

function systemError(error: wit.SystemError, hint: string | undefined): Error {
  // No error of a system call at all, but of a library of the host's: its words stand for themselves.
  if (!error.syscall && error.errno === 0 && error.message && errnoNumber(error.code) === undefined) {
    return Object.assign(new Error(error.message), { code: error.code });
  }
  const syscall = error.syscall || hint || '';
  const result = new Error(systemMessage(error, syscall));
  setStackHeader(result, `Error: ${result.message}`);
  const fields = {
    errno: error.errno || errnoNumber(error.code),
    code: error.code,
    syscall,
    path: error.path,
    dest: error.dest,
    address: error.address,
    port: error.port,
  };
  for (const [key, value] of Object.entries(fields)) if (value != null) Object.assign(result, { [key]: value });
  return result;
}

/**
 * The error of Node's that a refused call gives.
 * @param error the `error` variant of `zora:node/errors`, which is the `payload` of what the engine throws.
 * @param syscall the system call, where the host named none.
 */
export function toNodeError(error: wit.Error, syscall?: string): Error {
  switch (error.tag) {
    case 'denied': {
      const { permission, resource } = error.val;
      const name = PERMISSIONS[permission];
      return new ERR_ACCESS_DENIED(`Access to this API has been restricted: ${name} '${resource}'`, name, resource);
    }
    case 'system':
      return systemError(error.val, syscall);
    case 'exceeded':
      return new ERR_LIMIT_EXCEEDED(error.val.name, error.val.maximum);
    case 'expired':
      return new ERR_TOKEN_EXPIRED();
    case 'invalid-argument':
      return new ERR_INVALID_ARG_VALUE(syscall ?? 'argument', error.val, 'was refused by the host');
    case 'unsupported':
      return new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(error.val);
  }
}

const TAGS = ['denied', 'system', 'exceeded', 'expired', 'invalid-argument', 'unsupported'];

/**
 * Node's error for what a WIT call threw; anything else comes back as it is.
 * @param thrown what was caught.
 * @param syscall the system call, where the host named none.
 */
export function fromThrown(thrown: unknown, syscall?: string): unknown {
  if (typeof thrown !== 'object' || thrown === null || !('payload' in thrown)) return thrown;
  const { payload } = thrown;
  if (typeof payload !== 'object' || payload === null || !('tag' in payload)) return thrown;
  return TAGS.includes(payload.tag as string) ? toNodeError(payload as wit.Error, syscall) : thrown;
}

/**
 * Calls the host, and throws Node's error where it refuses.
 * @param call the WIT call.
 * @param syscall the system call, where the host named none.
 * @throws `ERR_ACCESS_DENIED`, `ERR_LIMIT_EXCEEDED`, `ERR_TOKEN_EXPIRED` or a system error.
 */
export function callHost<T>(call: () => T, syscall?: string): T {
  try {
    return call();
  } catch (thrown) {
    throw fromThrown(thrown, syscall);
  }
}
