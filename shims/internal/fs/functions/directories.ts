/**
 * `mkdir`, `mkdtemp`, `readdir`, with callbacks and synchronous.
 *
 * https://nodejs.org/api/fs.html#fsmkdirpath-options-callback
 */
import { submit, toCallback } from '../completion.ts';
import { mkdirOperation, mkdtempOperation, readdirOperation } from '../operations/directories.ts';
import { absolute } from '../paths.ts';
import { rmSync } from './removal.ts';

export function mkdir(path: unknown, options: unknown, callback?: unknown): void {
  const withOptions = typeof options !== 'function';
  const operation = mkdirOperation(path, withOptions ? options : undefined);
  submit(operation, toCallback(withOptions ? callback : options));
}

export function mkdirSync(path: unknown, options?: unknown): string | undefined {
  return mkdirOperation(path, options)();
}

export function mkdtemp(prefix: unknown, options: unknown, callback?: unknown): void {
  const withOptions = typeof options !== 'function';
  const done = toCallback(withOptions ? callback : options);
  submit(mkdtempOperation(prefix, withOptions ? options : undefined), done);
}

export function mkdtempSync(prefix: unknown, options?: unknown): unknown {
  return mkdtempOperation(prefix, options)();
}

/** https://nodejs.org/api/fs.html#fsmkdtempdisposablesyncprefix-options */
export function mkdtempDisposableSync(prefix: unknown, options?: unknown): object {
  const path = mkdtempSync(prefix, options);
  // The working directory may be another one by the time that it is removed.
  const whole = absolute(String(path));
  const removeIt = (): void => rmSync(whole, { recursive: true, force: true });
  return { path, remove: removeIt, [Symbol.dispose]: removeIt };
}

export function readdir(path: unknown, options: unknown, callback?: unknown): void {
  const withOptions = typeof options !== 'function';
  const done = toCallback(withOptions ? callback : options);
  submit(readdirOperation(path, withOptions ? options : undefined), done);
}

export function readdirSync(path: unknown, options?: unknown): unknown[] {
  return readdirOperation(path, options)();
}
