/**
 * The files of the cache. Two kinds: what is named by its SHA-256 (components, core modules), and texts under a seal
 * (what a build gave, how a component is instantiated). Whatever is not whole is not there: it is made again. That a
 * file cannot be written is a warning, and the work goes on.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { keepWithinLimit } from './eviction.ts';
import { sha256, writeWhole } from './files.ts';
import { seal, unseal } from './seal.ts';

/** How old the mark of the last use may become before it is set again. */
const FRESH_MS = 10 * 60_000;

/** Reads a file and marks it as used; undefined when it cannot be read. */
async function readUsed(path: string): Promise<Buffer | undefined> {
  try {
    await using handle = await open(path, 'r');
    const [data, { mtimeMs }] = [await handle.readFile(), await handle.stat()];
    const now = Date.now();
    // A cache that somebody else keeps, or that cannot be written, has no use for marks.
    if (now - mtimeMs > FRESH_MS) await handle.utimes(now / 1000, now / 1000).catch(() => {});
    return data;
  } catch {
    // Not there, or not readable: to be made again.
    return undefined;
  }
}

const warned = new Set<string>();

async function write(cache: string, path: string, data: () => Promise<Uint8Array | string>): Promise<void> {
  try {
    const whole = await data();
    await writeWhole(path, whole);
    await keepWithinLimit(cache, whole.length);
  } catch (error) {
    // Each file would say the same.
    if (warned.has(cache)) return;
    warned.add(cache);
    process.emitWarning(`The cache could not be written: ${(error as Error).message}`, { code: 'WASI_NODE_CACHE' });
  }
}

const contentFile = (cache: string, folder: string, hash: string) => join(cache, folder, `${hash}.wasm`);

/** The bytes with this SHA-256, if the cache has them whole. */
export async function readContent(cache: string, folder: string, hash: string): Promise<Uint8Array | undefined> {
  const data = await readUsed(contentFile(cache, folder, hash));
  return data !== undefined && sha256(data) === hash ? data : undefined;
}

/** Keeps bytes under their SHA-256. */
export async function writeContent(cache: string, folder: string, data: Uint8Array): Promise<void> {
  await write(cache, contentFile(cache, folder, sha256(data)), async () => data);
}

/** A text that was kept under this name, if it is whole and ours. */
export async function readSealed(cache: string, name: string): Promise<string | undefined> {
  const data = await readUsed(join(cache, name));
  if (data === undefined) return undefined;
  // Without a key of ours nothing is: whoever writes next is told.
  return unseal(cache, name, data.toString()).catch(() => undefined);
}

/** Keeps a text under a name, such as `builds/<key>.json`. */
export async function writeSealed(cache: string, name: string, text: string): Promise<void> {
  await write(cache, join(cache, name), () => seal(cache, name, text));
}
