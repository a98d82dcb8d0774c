/** The process's own standard streams, for a program that is run from the command line. */
import { read, write } from 'node:fs';
import { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import type { HostBridgeOptions } from '../../host-bridge/index.ts';

/** How long a descriptor that is not ready is left alone. */
const RETRY_MS = 5;
const CHUNK_BYTES = 64 * 1024;

/**
 * Works in any thread: a worker's `process.stdout` would go through the main thread.
 * The streams are the descriptors themselves; they are not closed.
 */
export function inheritedStdio(): Partial<HostBridgeOptions> {
  const terminal = { stdin: isatty(0), stdout: isatty(1), stderr: isatty(2) };
  return {
    stdin: new DescriptorInput(0),
    stdout: descriptorOutput(1),
    stderr: descriptorOutput(2),
    terminal: terminal.stdout ? { ...terminal, columns: 80, rows: 24, colorDepth: 8 } : terminal,
  };
}

/** Reads a descriptor, which may be one that does not block (a pipe of a shell, a terminal). */
class DescriptorInput extends Readable {
  readonly #descriptor: number;

  constructor(descriptor: number) {
    super({ highWaterMark: CHUNK_BYTES });
    this.#descriptor = descriptor;
  }

  override _read(): void {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    read(this.#descriptor, buffer, 0, buffer.length, null, (error, count) => {
      if (this.destroyed) return;
      if (error?.code === 'EAGAIN') setTimeout(() => this._read(), RETRY_MS);
      else if (error?.code === 'EOF' || count === 0) this.push(null);
      else if (error !== null) this.destroy(error);
      else this.push(buffer.subarray(0, count));
    });
  }
}

/** Writes to a descriptor, one write after the other. */
function descriptorOutput(descriptor: number): (data: Uint8Array) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (data) => {
    last = last.then(() => writeAll(descriptor, data));
    return last;
  };
}

function writeAll(descriptor: number, data: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    write(descriptor, data, (error, written) => {
      if (error?.code === 'EAGAIN') setTimeout(() => writeAll(descriptor, data).then(resolve, reject), RETRY_MS);
      else if (error !== null) reject(error);
      else if (written < data.byteLength) writeAll(descriptor, data.subarray(written)).then(resolve, reject);
      else resolve();
    });
  });
}
