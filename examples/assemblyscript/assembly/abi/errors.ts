/** `zora:node/errors`. */
import { takeOptionalString, takeString } from './memory';

/** The cases of `error`. */
export namespace ErrorTag {
  export const DENIED: u8 = 0;
  export const SYSTEM: u8 = 1;
  export const EXCEEDED: u8 = 2;
  export const EXPIRED: u8 = 3;
  export const INVALID_ARGUMENT: u8 = 4;
  export const UNSUPPORTED: u8 = 5;
}

/** The cases of `permission`, in Node's words. */
const PERMISSIONS: string[] = ['ChildProcess', 'FileSystemRead', 'FileSystemWrite', 'Net', 'Environment'];

/** Why a call did not succeed: `tag` says which of the other fields there are. */
export class CallError {
  tag: u8 = 0;
  /** Of a denial, in Node's words. */
  permission: string = '';
  /** Of a denial. */
  resource: string = '';
  code: string = '';
  errno: i32 = 0;
  syscall: string = '';
  /** Also the words of `invalid-argument` and `unsupported`. */
  message: string = '';
  path: string | null = null;
  dest: string | null = null;
  address: string | null = null;
  /** -1: none. */
  port: i64 = -1;
  /** Of a limit. */
  name: string = '';
  maximum: f64 = 0;
}

/** Takes the `error` at `at`. */
export function takeError(at: usize): CallError {
  const error = new CallError();
  error.tag = load<u8>(at);
  const value = at + 8;
  if (error.tag == ErrorTag.DENIED) {
    error.permission = PERMISSIONS[load<u8>(value)];
    error.resource = takeString(value + 4);
  } else if (error.tag == ErrorTag.SYSTEM) {
    error.code = takeString(value);
    error.errno = load<i32>(value, 8);
    error.syscall = takeString(value + 12);
    error.message = takeString(value + 20);
    error.path = takeOptionalString(value + 28);
    error.dest = takeOptionalString(value + 40);
    error.address = takeOptionalString(value + 52);
    if (load<u8>(value, 64) != 0) error.port = <i64>load<u32>(value, 68);
  } else if (error.tag == ErrorTag.EXCEEDED) {
    error.name = takeString(value);
    error.maximum = load<f64>(value, 8);
  } else if (error.tag != ErrorTag.EXPIRED) {
    error.message = takeString(value);
  }
  return error;
}
