/** The folder of the user's running sandboxes, which nobody else can look into. */
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** `wasi-node` in `XDG_RUNTIME_DIR`, or a folder of the user's among the temporary ones. */
export function runtimeFolder(): string {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  return runtime === undefined || runtime === ''
    ? join(tmpdir(), `wasi-node-${userInfo().uid}`)
    : join(runtime, 'wasi-node');
}

/**
 * Makes it, with mode 0700.
 * @throws Error `ERR_MONITOR_FOLDER` when it is there and is not the user's alone
 */
export function makeRuntimeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Among the temporary folders anybody could have made it, or a link, before.
  const stat = lstatSync(folder);
  if (stat.isDirectory() && stat.uid === userInfo().uid && (stat.mode & 0o077) === 0) return;
  throw Object.assign(new Error(`${folder} has to be a folder of this user's alone (mode 0700)`), {
    code: 'ERR_MONITOR_FOLDER',
  });
}
