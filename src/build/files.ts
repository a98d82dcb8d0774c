/** Files that nobody ever sees half of: written beside their place, then renamed into it. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** SHA-256, hexadecimal. */
export const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

const temporaryName = (path: string) => `${path}.${process.pid}-${randomBytes(6).toString('hex')}`;

/** Whether a name is that of a file which is still being written, or whose writer was killed. */
export const isTemporaryName = (name: string): boolean => /\.\d+-[0-9a-f]{12}$/.test(name);

/** Writes a file, with the folders above it, which are made for this user alone. */
export async function writeWhole(path: string, data: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = temporaryName(path);
  try {
    await writeFile(temporary, data, { flag: 'wx', mode: 0o600 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
