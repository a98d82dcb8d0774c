/** The bound on the cache's size: what was used least recently goes first. */
import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isTemporaryName } from './files.ts';

const GiB = 1024 ** 3;
const DEFAULT_LIMIT = 2 * GiB;
/** How full the cache is afterwards: not each write is to look through all of it. */
const TARGET = 0.9;
/** A file that is still being written after so long has lost its writer. */
const ABANDONED_MS = 10 * 60_000;
/** When to look again: after so long, and after so much. */
const LOOK_EVERY_MS = 60_000;
const LOOK_EVERY_BYTES = 128 * 1024 ** 2;
/** Folders whose files are counted one by one: Node's compile cache has folders within. */
const DEEP = new Set(['compiled']);
/** What is in use and never goes. */
const KEPT = new Set(['key']);

/**
 * The most bytes that the cache may hold: `WASI_NODE_CACHE_BYTES`, or 2 GiB.
 * @throws TypeError where the variable is no whole number
 */
export function cacheLimit(variable: string | undefined = process.env['WASI_NODE_CACHE_BYTES']): number {
  if (variable === undefined || variable === '') return DEFAULT_LIMIT;
  const limit = Number(variable);
  if (Number.isSafeInteger(limit) && limit >= 0) return limit;
  throw new TypeError(`WASI_NODE_CACHE_BYTES has to be a whole number of bytes, not ${variable}`);
}

/** What is kept or removed as one. */
interface Unit {
  path: string;
  bytes: number;
  used: number;
}

/** What this process knows of a cache since it last looked. */
interface Known {
  bytes: number;
  written: number;
  time: number;
  looking: Promise<void> | undefined;
}

const known = new Map<string, Known>();

/**
 * Told of each write. Looks through the cache, and brings it below its bound, the first time, when what is known of it
 * and what this process has written since are more than the bound, and now and then for what others write.
 */
export async function keepWithinLimit(cache: string, written: number, limit: number = cacheLimit()): Promise<void> {
  const state = known.get(cache) ?? { bytes: 0, written: 0, time: Number.NEGATIVE_INFINITY, looking: undefined };
  known.set(cache, state);
  state.written += written;
  // One look at a time; what is written meanwhile is looked at afterwards.
  while (state.looking !== undefined) await state.looking;
  const old = performance.now() - state.time > LOOK_EVERY_MS;
  if (!old && state.written < LOOK_EVERY_BYTES && state.bytes + state.written <= limit) return;
  state.written = 0;
  state.looking = trim(cache, limit).then((bytes) => {
    state.bytes = bytes;
    state.time = performance.now();
  });
  try {
    await state.looking;
  } finally {
    state.looking = undefined;
  }
}

/** @returns the bytes that are left */
async function trim(cache: string, limit: number): Promise<number> {
  const now = Date.now();
  const units: Unit[] = [];
  for (const unit of await unitsOf(cache)) {
    if (!isTemporaryName(unit.path)) units.push(unit);
    else if (now - unit.used > ABANDONED_MS) await remove(unit.path);
  }
  let bytes = units.reduce((sum, unit) => sum + unit.bytes, 0);
  if (bytes <= limit) return bytes;
  for (const unit of units.toSorted((a, b) => a.used - b.used)) {
    if (bytes <= limit * TARGET) break;
    await remove(unit.path);
    bytes -= unit.bytes;
  }
  return bytes;
}

/** A folder goes at once for whoever reads it, not file by file. */
async function remove(path: string): Promise<void> {
  const gone = isTemporaryName(path) ? path : `${path}.${process.pid}-${'0'.repeat(12)}`;
  // Another process may have been faster.
  if (gone !== path) await rename(path, gone).catch(ignoreAbsent);
  await rm(gone, { recursive: true, force: true });
}

async function unitsOf(cache: string): Promise<Unit[]> {
  const folders = await list(cache);
  const units = await Promise.all(
    folders.filter((name) => !KEPT.has(name)).map((name) => unitsIn(join(cache, name), DEEP.has(name))),
  );
  return units.flat();
}

async function unitsIn(folder: string, deep: boolean): Promise<Unit[]> {
  const units: Unit[] = [];
  for (const name of await list(folder)) {
    const path = join(folder, name);
    if (deep) {
      const within = await unitsIn(path, true);
      if (within.length > 0) {
        units.push(...within);
        continue;
      }
    }
    const unit = await measure(path);
    if (unit !== undefined) units.push(unit);
  }
  return units;
}

/** A file, or a folder with all that is in it. */
async function measure(path: string): Promise<Unit | undefined> {
  const stat = await lstat(path).catch(ignoreAbsent);
  if (stat === undefined) return undefined;
  let [bytes, used] = [stat.isDirectory() ? 0 : stat.size, stat.mtimeMs];
  if (stat.isDirectory()) {
    for (const name of await list(path)) {
      const part = await measure(join(path, name));
      bytes += part?.bytes ?? 0;
      used = Math.max(used, part?.used ?? 0);
    }
  }
  return { path, bytes, used };
}

async function list(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(ignoreAbsent)) ?? [];
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
