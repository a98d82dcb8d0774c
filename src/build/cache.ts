/** The cache on disk: where it is, and which component an entry file gave when its inputs were what they are now. */
import { statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from './files.ts';
import { readContent, readSealed, writeContent, writeSealed } from './store.ts';

/** The folder of the cache: `WASI_NODE_CACHE`, or `wasi-node` in the user's cache folder. */
export function cacheFolder(): string {
  return (
    process.env['WASI_NODE_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'wasi-node')
  );
}

/** Whether nobody but this user can write into a folder, or it is not there yet. */
export function isOwnFolder(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined || process.getuid === undefined) return true;
  return found.uid === process.getuid() && (found.mode & 0o022) === 0;
}

/** One input of a build as it was. */
interface Input {
  path: string;
  size: number;
  mtimeMs: number;
  sha256: string;
}

/** A finished build. */
export interface BuildRecord {
  /** SHA-256 of the component; the file is `components/<it>.wasm`. */
  component: string;
  inputs: Input[];
}

const COMPONENTS = 'components';
const recordName = (key: string) => `builds/${key}.json`;

/** The component that `key` gave, if none of the files that went into it has changed since. */
export async function findBuild(cache: string, key: string): Promise<Uint8Array | undefined> {
  const text = await readSealed(cache, recordName(key));
  if (text === undefined) return undefined;
  const record = JSON.parse(text) as BuildRecord;
  const unchanged = await Promise.all(record.inputs.map(isUnchanged));
  return unchanged.every(Boolean) ? readContent(cache, COMPONENTS, record.component) : undefined;
}

/**
 * Remembers a build, unless a file that went into it has changed since it began.
 * @param begun when that was, milliseconds of the wall clock
 */
export async function rememberBuild(
  cache: string,
  key: string,
  component: Uint8Array,
  { inputs, begun }: { inputs: readonly string[]; begun: number },
): Promise<void> {
  const described = await Promise.all(inputs.map(describeInput));
  if (described.some((input) => input === undefined || input.mtimeMs > begun)) return;
  await writeContent(cache, COMPONENTS, component);
  const record: BuildRecord = { component: sha256(component), inputs: described as Input[] };
  await writeSealed(cache, recordName(key), JSON.stringify(record));
}

/** Undefined when it is gone. */
async function describeInput(path: string): Promise<Input | undefined> {
  try {
    const [{ size, mtimeMs }, data] = await Promise.all([stat(path), readFile(path)]);
    return { path, size, mtimeMs, sha256: sha256(data) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function isUnchanged(input: Input): Promise<boolean> {
  try {
    const { size, mtimeMs } = await stat(input.path);
    if (size !== input.size) return false;
    return mtimeMs === input.mtimeMs || sha256(await readFile(input.path)) === input.sha256;
  } catch {
    // Gone, or not to be read any more: the build will say what it thinks of that.
    return false;
  }
}
