/** The process's own standard streams, for a program that is run from the command line. */
import { createReadStream, write } from 'node:fs';
import { isatty } from 'node:tty';
import type { HostBridgeOptions } from '../../host-bridge/index.ts';

/**
 * Works in any thread: a worker's `process.stdout` would go through the main thread.
 * The streams are the descriptors themselves; they are not closed.
 */
export function inheritedStdio(): Partial<HostBridgeOptions> {
  const terminal = { stdin: isatty(0), stdout: isatty(1), stderr: isatty(2) };
  return {
    stdin: createReadStream('', { fd: 0, autoClose: false }),
    stdout: (data) => writeAll(1, data),
    stderr: (data) => writeAll(2, data),
    terminal: terminal.stdout ? { ...terminal, columns: 80, rows: 24, colorDepth: 8 } : terminal,
  };
}

function writeAll(descriptor: number, data: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    write(descriptor, data, (error, written) => {
      if (error !== null && error.code !== 'EAGAIN') reject(error);
      else if (error !== null) setTimeout(() => writeAll(descriptor, data).then(resolve, reject), 1);
      else if (written < data.byteLength) writeAll(descriptor, data.subarray(written)).then(resolve, reject);
      else resolve();
    });
  });
}
