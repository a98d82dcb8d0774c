/** Errors of child processes, files and standard streams. */
import { makeNodeError } from './node-error.ts';
import { makeSystemError } from './system-error.ts';

export const ERR_ACCESS_DENIED = /* @__PURE__ */ makeNodeError<
  [message: string, permission?: string, resource?: string]
>('ERR_ACCESS_DENIED', function (message, permission = '', resource = '') {
  this['permission'] = permission;
  this['resource'] = resource;
  return message;
});
/** Ours: a limit of the grant was reached. */
export const ERR_LIMIT_EXCEEDED = /* @__PURE__ */ makeNodeError<[limit: string, maximum?: number]>(
  'ERR_LIMIT_EXCEEDED',
  function (limit, maximum) {
    this['limit'] = limit;
    if (maximum !== undefined) this['maximum'] = maximum;
    return `The limit "${limit}"${maximum === undefined ? '' : ` of ${maximum}`} was reached`;
  },
);
/** Ours: the capability token is no longer valid. */
export const ERR_TOKEN_EXPIRED = /* @__PURE__ */ makeNodeError(
  'ERR_TOKEN_EXPIRED',
  'The capability token has expired or its execution time is used up',
);

export const ERR_CHILD_CLOSED_BEFORE_REPLY = /* @__PURE__ */ makeNodeError(
  'ERR_CHILD_CLOSED_BEFORE_REPLY',
  'Child closed before reply received',
);
export const ERR_CHILD_PROCESS_IPC_REQUIRED = /* @__PURE__ */ makeNodeError(
  'ERR_CHILD_PROCESS_IPC_REQUIRED',
  "Forked processes must have an IPC channel, missing value 'ipc' in %s",
);
export const ERR_CHILD_PROCESS_STDIO_MAXBUFFER = /* @__PURE__ */ makeNodeError(
  'ERR_CHILD_PROCESS_STDIO_MAXBUFFER',
  '%s maxBuffer length exceeded',
  RangeError,
);
export const ERR_INVALID_HANDLE_TYPE = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_HANDLE_TYPE',
  'This handle type cannot be sent',
  TypeError,
);
export const ERR_INVALID_SYNC_FORK_INPUT = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_SYNC_FORK_INPUT',
  'Asynchronous forks do not support Buffer, TypedArray, DataView or string input: %s',
  TypeError,
);
export const ERR_IPC_CHANNEL_CLOSED = /* @__PURE__ */ makeNodeError('ERR_IPC_CHANNEL_CLOSED', 'Channel closed');
export const ERR_IPC_DISCONNECTED = /* @__PURE__ */ makeNodeError(
  'ERR_IPC_DISCONNECTED',
  'IPC channel is already disconnected',
);
export const ERR_IPC_ONE_PIPE = /* @__PURE__ */ makeNodeError(
  'ERR_IPC_ONE_PIPE',
  'Child process can have only one IPC pipe',
);
export const ERR_IPC_SYNC_FORK = /* @__PURE__ */ makeNodeError(
  'ERR_IPC_SYNC_FORK',
  'IPC cannot be used with synchronous forks',
);
export const ERR_UNKNOWN_SIGNAL = /* @__PURE__ */ makeNodeError('ERR_UNKNOWN_SIGNAL', 'Unknown signal: %s', TypeError);
export const ERR_UNKNOWN_CREDENTIAL = /* @__PURE__ */ makeNodeError(
  'ERR_UNKNOWN_CREDENTIAL',
  '%s identifier does not exist: %s',
);

export const ERR_DIR_CLOSED = /* @__PURE__ */ makeNodeError('ERR_DIR_CLOSED', 'Directory handle was closed');
export const ERR_DIR_CONCURRENT_OPERATION = /* @__PURE__ */ makeNodeError(
  'ERR_DIR_CONCURRENT_OPERATION',
  'Cannot do synchronous work on directory handle with concurrent asynchronous operations',
);
export const ERR_FS_FILE_TOO_LARGE = /* @__PURE__ */ makeNodeError(
  'ERR_FS_FILE_TOO_LARGE',
  'File size (%s) is greater than 2 GiB',
  RangeError,
);
export const ERR_FS_INVALID_SYMLINK_TYPE = /* @__PURE__ */ makeNodeError(
  'ERR_FS_INVALID_SYMLINK_TYPE',
  'Symlink type must be one of "dir", "file", or "junction". Received "%s"',
);
export const ERR_FS_WATCH_QUEUE_OVERFLOW = /* @__PURE__ */ makeNodeError(
  'ERR_FS_WATCH_QUEUE_OVERFLOW',
  'fs.watch() queued more than %d events',
);
export const ERR_FS_CP_DIR_TO_NON_DIR = /* @__PURE__ */ makeSystemError(
  'ERR_FS_CP_DIR_TO_NON_DIR',
  'Cannot overwrite non-directory with directory',
);
export const ERR_FS_CP_EEXIST = /* @__PURE__ */ makeSystemError('ERR_FS_CP_EEXIST', 'Target already exists');
export const ERR_FS_CP_EINVAL = /* @__PURE__ */ makeSystemError('ERR_FS_CP_EINVAL', 'Invalid src or dest');
export const ERR_FS_CP_FIFO_PIPE = /* @__PURE__ */ makeSystemError('ERR_FS_CP_FIFO_PIPE', 'Cannot copy a FIFO pipe');
export const ERR_FS_CP_NON_DIR_TO_DIR = /* @__PURE__ */ makeSystemError(
  'ERR_FS_CP_NON_DIR_TO_DIR',
  'Cannot overwrite directory with non-directory',
);
export const ERR_FS_CP_SOCKET = /* @__PURE__ */ makeSystemError('ERR_FS_CP_SOCKET', 'Cannot copy a socket file');
export const ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY = /* @__PURE__ */ makeSystemError(
  'ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY',
  'Cannot overwrite symlink in subdirectory of self',
);
export const ERR_FS_CP_UNKNOWN = /* @__PURE__ */ makeSystemError(
  'ERR_FS_CP_UNKNOWN',
  'Cannot copy an unknown file type',
);
export const ERR_FS_EISDIR = /* @__PURE__ */ makeSystemError('ERR_FS_EISDIR', 'Path is a directory');
export const ERR_SYSTEM_ERROR = /* @__PURE__ */ makeSystemError('ERR_SYSTEM_ERROR', 'A system error occurred');
export const ERR_TTY_INIT_FAILED = /* @__PURE__ */ makeSystemError('ERR_TTY_INIT_FAILED', 'TTY initialization failed');
export const ERR_INVALID_FD = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_FD',
  '"fd" must be a positive integer: %s',
  RangeError,
);
export const ERR_INVALID_FD_TYPE = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_FD_TYPE',
  'Unsupported fd type: %s',
  TypeError,
);
