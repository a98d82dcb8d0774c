/** Files that nobody ever sees half of: written beside their place, then renamed into it. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** SHA-256, hexadecimal. */
export const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

const temporaryName = (path: string) => `${path}.${process.pid}-${randomBytes(6).toString('hex')}`;

/** Writes a file, with the folders above it. */
export async function writeWhole(path: string, data: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = temporaryName(path);
  await writeFile(temporary, data);
  await rename(temporary, path);
}

/** Writes a folder of files. Of two writers one wins; a folder that is there already is replaced. */
export async function writeFolder(
  path: string,
  files: Iterable<readonly [string, Uint8Array | string]>,
): Promise<void> {
  const temporary = temporaryName(path);
  await mkdir(temporary, { recursive: true });
  try {
    for (const [name, data] of files) await writeFile(join(temporary, name), data);
    await rename(temporary, path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      await rm(path, { recursive: true, force: true });
      await rename(temporary, path);
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
