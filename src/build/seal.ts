/**
 * Seals on what the cache holds and the host believes. The key is a file of the cache that only this user can read, so
 * that what another has put there, whole and with right hashes, is seen to be not ours. Who can write as this user
 * needs no cache to run code as this user.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { link, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const KEY_BYTES = 32;
const SEAL_LENGTH = 64;
const keys = new Map<string, Promise<Uint8Array>>();

/**
 * The cache's key, which is made where there is none.
 * @throws Error `ERR_CACHE_KEY` when it is not this user's alone
 */
function keyOf(cache: string): Promise<Uint8Array> {
  let key = keys.get(cache);
  if (key === undefined) {
    key = readKey(cache).then((known) => known ?? makeKey(cache));
    keys.set(cache, key);
    key.catch(() => keys.delete(cache));
  }
  return key;
}

const keyFile = (cache: string) => join(cache, 'key');

async function readKey(cache: string): Promise<Uint8Array | undefined> {
  const path = keyFile(cache);
  try {
    const stat = await lstat(path);
    const foreign = process.getuid !== undefined && (stat.uid !== process.getuid() || (stat.mode & 0o077) !== 0);
    const key = stat.isFile() && !foreign ? await readFile(path) : undefined;
    if (key?.length === KEY_BYTES) return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  throw Object.assign(new Error(`${path} has to be a file of this user's alone (mode 0600)`), {
    code: 'ERR_CACHE_KEY',
  });
}

async function makeKey(cache: string): Promise<Uint8Array> {
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const temporary = `${keyFile(cache)}.${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(temporary, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600 });
    // Of two who make one, the first one's counts.
    await link(temporary, keyFile(cache)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  const key = await readKey(cache);
  if (key === undefined) throw new Error(`${keyFile(cache)} was taken away`);
  return key;
}

/** The seal of a text under its name in the cache: it is good for no other name. */
function sealOf(key: Uint8Array, name: string, text: string): string {
  return createHmac('sha256', key).update(`${name}\n`).update(text).digest('hex');
}

/** Puts a seal before a text. @throws Error when the cache has no key of ours */
export async function seal(cache: string, name: string, text: string): Promise<string> {
  return `${sealOf(await keyOf(cache), name, text)}\n${text}`;
}

/** The text behind its seal; undefined when the seal is wrong. @throws Error when the cache has no key of ours */
export async function unseal(cache: string, name: string, sealed: string): Promise<string | undefined> {
  const text = sealed.slice(SEAL_LENGTH + 1);
  const given = Buffer.from(sealed.slice(0, SEAL_LENGTH));
  const right = Buffer.from(sealOf(await keyOf(cache), name, text));
  return given.length === right.length && timingSafeEqual(given, right) ? text : undefined;
}
