/**
 * `open`, `close`, `read`, `readv`, `write`, `writev`, with callbacks and synchronous.
 *
 * https://nodejs.org/api/fs.html#callback-api
 */

import { Buffer } from '../../buffer/buffer.ts';
import { ERR_INVALID_ARG_TYPE } from '../../errors.ts';
import { nextTick } from '../../loop.ts';
import { customPromisifyArgs } from '../../util/promisify.ts';
import { validateBuffer, validateFunction, validateObject } from '../../validators.ts';
import { toDescriptor } from '../arguments.ts';
import { submit, submitWaiting, toCallback } from '../completion.ts';
import { blocking, waits } from '../descriptors.ts';
import {
  closeOperation,
  openOperation,
  readOperation,
  readvOperation,
  writeBytesOperation,
  writeTextOperation,
  writevOperation,
} from '../operations/transfer.ts';

const always = () => true;

/** A function whose promise form gives an object of these names. */
function promisesWith<F extends (...args: never[]) => void>(names: readonly string[], fn: F): F {
  return Object.defineProperty(fn, customPromisifyArgs, { value: names, enumerable: false });
}

/** https://nodejs.org/api/fs.html#fsopenpath-flags-mode-callback */
export function open(path: unknown, flags: unknown, mode: unknown, callback?: unknown): void {
  if (arguments.length < 3) {
    callback = flags;
    flags = 'r';
    mode = 0o666;
  } else if (typeof mode === 'function') {
    callback = mode;
    mode = 0o666;
  }
  const operation = openOperation(path, flags, mode);
  submitWaiting(operation, toCallback(callback), always);
}

/** https://nodejs.org/api/fs.html#fsopensyncpath-flags-mode */
export function openSync(path: unknown, flags?: unknown, mode?: unknown): number {
  return blocking(openOperation(path, flags, mode), always);
}

function defaultClose(error: unknown): void {
  if (error) throw error;
}

/** https://nodejs.org/api/fs.html#fsclosefd-callback */
export function close(fd: unknown, callback: unknown = defaultClose): void {
  const operation = closeOperation(fd);
  submit(operation, toCallback(callback));
}

/** https://nodejs.org/api/fs.html#fsclosesyncfd */
export function closeSync(fd: unknown): void {
  closeOperation(fd)();
}

/** https://nodejs.org/api/fs.html#fsreadfd-buffer-offset-length-position-callback */
export const read = /* @__PURE__ */ promisesWith(
  ['bytesRead', 'buffer'],
  function read(
    fd: unknown,
    buffer: unknown,
    offsetOrOptions?: unknown,
    length?: unknown,
    position?: unknown,
    callback?: unknown,
  ): void {
    const number = toDescriptor(fd);
    let range: Record<string, unknown> | undefined;
    if (arguments.length <= 4) {
      if (arguments.length === 4) {
        // read(fd, buffer, options, callback)
        validateObject(offsetOrOptions, 'options', 1);
        range = (offsetOrOptions ?? {}) as Record<string, unknown>;
        callback = length;
      } else if (arguments.length === 3) {
        // read(fd, options, callback) or read(fd, buffer, callback)
        callback = offsetOrOptions;
        if (!ArrayBuffer.isView(buffer)) {
          validateObject(buffer, 'options', 1);
          range = (buffer ?? {}) as Record<string, unknown>;
          buffer = range['buffer'] === undefined ? Buffer.alloc(16384) : range['buffer'];
        } else range = {};
      } else {
        // read(fd, callback)
        callback = buffer;
        range = {};
        buffer = Buffer.alloc(16384);
      }
    } else range = { offset: offsetOrOptions, length, position };
    validateBuffer(buffer);
    const done = toCallback(callback);
    const operation = readOperation(number, buffer, range);
    const target = buffer;
    submitWaiting(
      operation,
      (error, bytesRead) => done(error, bytesRead ?? 0, target),
      () => waits(number),
    );
  },
);

/** https://nodejs.org/api/fs.html#fsreadsyncfd-buffer-offset-length-position */
export function readSync(
  fd: unknown,
  buffer: unknown,
  offsetOrOptions?: unknown,
  length?: unknown,
  position?: unknown,
): number {
  const number = toDescriptor(fd);
  validateBuffer(buffer);
  let range: Record<string, unknown> = { offset: offsetOrOptions, length, position };
  if (arguments.length <= 3 || (offsetOrOptions !== null && typeof offsetOrOptions === 'object')) {
    if (offsetOrOptions !== undefined) validateObject(offsetOrOptions, 'options', 1);
    range = (offsetOrOptions ?? {}) as Record<string, unknown>;
  }
  return blocking(readOperation(number, buffer, range), () => waits(number));
}

/** https://nodejs.org/api/fs.html#fsreadvfd-buffers-position-callback */
export const readv = /* @__PURE__ */ promisesWith(
  ['bytesRead', 'buffers'],
  function readv(fd: unknown, buffers: unknown, position?: unknown, callback?: unknown): void {
    const done = toCallback(callback ?? position);
    const number = toDescriptor(fd);
    const operation = readvOperation(number, buffers, position);
    submitWaiting(
      operation,
      (error, bytesRead) => done(error, bytesRead ?? 0, buffers),
      () => waits(number),
    );
  },
);

/** https://nodejs.org/api/fs.html#fsreadvsyncfd-buffers-position */
export function readvSync(fd: unknown, buffers: unknown, position?: unknown): number {
  const number = toDescriptor(fd);
  return blocking(readvOperation(number, buffers, position), () => waits(number));
}

/** https://nodejs.org/api/fs.html#fswritefd-buffer-offset-length-position-callback */
export const write = /* @__PURE__ */ promisesWith(
  ['bytesWritten', 'buffer'],
  function write(
    fd: unknown,
    buffer: unknown,
    offsetOrOptions?: unknown,
    length?: unknown,
    position?: unknown,
    callback?: unknown,
  ): void {
    const number = toDescriptor(fd);
    const mayWait = () => waits(number);
    if (ArrayBuffer.isView(buffer)) {
      callback ||= position || length || offsetOrOptions;
      const done = toCallback(callback);
      let offset = offsetOrOptions;
      if (typeof offset === 'object' && offset !== null) {
        ({ offset = 0, length, position } = offset as Record<string, unknown>);
      }
      const operation = writeBytesOperation(number, buffer, offset, length, position);
      submitWaiting(operation, (error, written) => done(error, written ?? 0, buffer), mayWait);
      return;
    }
    // write(fd, text[, position[, encoding]], callback)
    if (typeof buffer !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    let encoding = length;
    let at = offsetOrOptions;
    if (typeof position !== 'function') {
      if (typeof at === 'function') {
        position = at;
        at = null;
        encoding = 'utf8';
      } else {
        position = length;
        encoding = 'utf8';
      }
    }
    const operation = writeTextOperation(number, buffer, at, encoding);
    const done = toCallback(position);
    submitWaiting(operation, (error, written) => done(error, written ?? 0, buffer), mayWait);
  },
);

/** https://nodejs.org/api/fs.html#fswritesyncfd-buffer-offset-length-position */
export function writeSync(
  fd: unknown,
  buffer: unknown,
  offsetOrOptions?: unknown,
  length?: unknown,
  position?: unknown,
): number {
  const number = toDescriptor(fd);
  const mayWait = () => waits(number);
  if (!ArrayBuffer.isView(buffer)) {
    return blocking(writeTextOperation(number, buffer, offsetOrOptions, length), mayWait);
  }
  let offset = offsetOrOptions;
  if (position === undefined) position = null;
  if (typeof offset === 'object' && offset !== null) {
    ({ offset = 0, length, position } = offset as Record<string, unknown>);
  }
  return blocking(writeBytesOperation(number, buffer, offset, length, position), mayWait);
}

/** https://nodejs.org/api/fs.html#fswritevfd-buffers-position-callback */
export const writev = /* @__PURE__ */ promisesWith(
  ['bytesWritten', 'buffers'],
  function writev(fd: unknown, buffers: unknown, position?: unknown, callback?: unknown): void {
    const number = toDescriptor(fd);
    const given = callback ?? position;
    validateFunction(given, 'cb');
    const done = toCallback(given);
    const operation = writevOperation(number, buffers, position);
    if ((buffers as unknown[]).length === 0) {
      nextTick(done, null, 0, buffers);
      return;
    }
    submitWaiting(
      operation,
      (error, written) => done(error, written ?? 0, buffers),
      () => waits(number),
    );
  },
);

/** https://nodejs.org/api/fs.html#fswritevsyncfd-buffers-position */
export function writevSync(fd: unknown, buffers: unknown, position?: unknown): number {
  const number = toDescriptor(fd);
  const operation = writevOperation(number, buffers, position);
  return (buffers as unknown[]).length === 0 ? 0 : blocking(operation, () => waits(number));
}
