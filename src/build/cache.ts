/** The cache on disk: where it is, and which component an entry file gave when its inputs were what they are now. */
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { sha256, writeWhole } from './files.ts';

/** The folder of the cache: `WASI_NODE_CACHE`, or `wasi-node` in the user's cache folder. */
export function cacheFolder(): string {
  return (
    process.env['WASI_NODE_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'wasi-node')
  );
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

const recordFile = (cache: string, key: string) => join(cache, 'builds', `${key}.json`);
const componentFile = (cache: string, hash: string) => join(cache, 'components', `${hash}.wasm`);

/** The component that `key` gave, if none of the files that went into it has changed since. */
export async function findBuild(cache: string, key: string): Promise<Uint8Array | undefined> {
  try {
    const record = JSON.parse(await readFile(recordFile(cache, key), 'utf8')) as BuildRecord;
    const unchanged = await Promise.all(record.inputs.map(isUnchanged));
    if (!unchanged.every(Boolean)) return undefined;
    const component = await readFile(componentFile(cache, record.component));
    return sha256(component) === record.component ? component : undefined;
  } catch {
    // No such build yet, or a damaged record: build.
    return undefined;
  }
}

/** Remembers a build. */
export async function rememberBuild(
  cache: string,
  key: string,
  component: Uint8Array,
  inputs: string[],
): Promise<void> {
  const hash = sha256(component);
  await writeWhole(componentFile(cache, hash), component);
  const record: BuildRecord = { component: hash, inputs: await Promise.all(inputs.map(describeInput)) };
  await writeWhole(recordFile(cache, key), JSON.stringify(record));
}

async function describeInput(path: string): Promise<Input> {
  const [{ size, mtimeMs }, data] = await Promise.all([stat(path), readFile(path)]);
  return { path, size, mtimeMs, sha256: sha256(data) };
}

async function isUnchanged(input: Input): Promise<boolean> {
  const { size, mtimeMs } = await stat(input.path);
  if (size !== input.size) return false;
  return mtimeMs === input.mtimeMs || sha256(await readFile(input.path)) === input.sha256;
}
