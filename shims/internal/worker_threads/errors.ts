/** The errors of workers. https://nodejs.org/api/errors.html */
import { makeNodeError } from '../errors.ts';

export const ERR_WORKER_PATH = /* @__PURE__ */ makeNodeError<[filename: string]>(
  'ERR_WORKER_PATH',
  (filename) =>
    `The worker script or module filename must be an absolute path or a relative path starting with './' or '../'.${
      filename.startsWith('file://')
        ? ' Wrap file:// URLs with `new URL`.'
        : filename.startsWith('data:')
          ? ' Wrap data: URLs with `new URL`.'
          : ''
    } Received "${filename}"`,
  TypeError,
);
export const ERR_WORKER_INVALID_EXEC_ARGV = /* @__PURE__ */ makeNodeError<[flags: readonly string[]]>(
  'ERR_WORKER_INVALID_EXEC_ARGV',
  (flags) => `Initiated Worker with invalid execArgv flags: ${flags.join(', ')}`,
);
export const ERR_WORKER_OUT_OF_MEMORY = /* @__PURE__ */ makeNodeError<[reason: string]>(
  'ERR_WORKER_OUT_OF_MEMORY',
  (reason) => `Worker terminated due to reaching memory limit: ${reason}`,
);
export const ERR_WORKER_INIT_FAILED = /* @__PURE__ */ makeNodeError<[reason: string]>(
  'ERR_WORKER_INIT_FAILED',
  (reason) => `Worker initialization failure: ${reason}`,
);
