import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { INIT_BINARIES } from './init-binary.ts';

/** `O_TMPFILE`, which Node has no name for: a file that has no name either, and goes with its last descriptor. */
const O_TMPFILE = 0o20000000 | constants.O_DIRECTORY;

let descriptor: number | undefined;

/**
 * A descriptor of this file's own copy of `init.c`'s program, to be executed through `/proc/self/fd`: nothing is left
 * on the disk, and nobody can put another program in its place.
 *
 * @returns undefined on processors that it was not built for, or where no folder takes such a file
 */
export function initDescriptor(): number | undefined {
  return (descriptor ??= open());
}

function open(): number | undefined {
  const program = INIT_BINARIES[process.arch];
  if (program === undefined) return undefined;
  for (const folder of [tmpdir(), '/var/tmp', '/dev/shm']) {
    try {
      return copyInto(folder, Buffer.from(program, 'base64'));
    } catch {
      // A folder that cannot hold it: the next one may.
    }
  }
  return undefined;
}

function copyInto(folder: string, program: Buffer): number {
  const writable = openSync(folder, O_TMPFILE | constants.O_RDWR, 0o500);
  try {
    writeSync(writable, program);
    // A file that is open for writing cannot be executed.
    return openSync(`/proc/self/fd/${writable}`, constants.O_RDONLY);
  } finally {
    closeSync(writable);
  }
}
