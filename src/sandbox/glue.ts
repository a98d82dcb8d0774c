/**
 * The glue of components, once a thread. V8 takes longer to compile it than an instance takes to start: what it compiled
 * for the first call is kept in the cache, by the glue's content, and checked before it is used.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { writeWhole } from '../build/files.ts';
import type { LoadedComponent } from './messages.ts';

/** What the glue's value is; jco's `instantiate` of `instantiation: 'async'`. */
export type Instantiate<Instance> = (
  getCoreModule: (name: string) => WebAssembly.Module,
  imports: object,
  instantiateCore?: (module: WebAssembly.Module, imports: WebAssembly.Imports) => WebAssembly.Instance,
) => Promise<Instance>;

interface LoadedGlue {
  script: Script;
  value: unknown;
  /** The file of V8's code cache, where it has yet to be written. */
  wanted: string | undefined;
}

const HASH_BYTES = 32;
const loaded = new Map<string, LoadedGlue>();

/** The function that makes instances of `component`. */
export function loadGlue<Instance>(component: Pick<LoadedComponent, 'glue' | 'cache'>): Instantiate<Instance> {
  const { path, hash } = component.glue;
  let glue = loaded.get(hash);
  if (glue === undefined) {
    glue = evaluate(path, join(component.cache, 'code', `${hash}-${process.versions.v8}-${process.arch}`));
    loaded.set(hash, glue);
  }
  return glue.value as Instantiate<Instance>;
}

function evaluate(path: string, cacheFile: string): LoadedGlue {
  const cachedData = readCode(cacheFile);
  const script = new Script(readFileSync(path, 'utf8'), { filename: path, ...(cachedData && { cachedData }) });
  const usable = cachedData !== undefined && script.cachedDataRejected === false;
  return { script, value: script.runInThisContext(), wanted: usable ? undefined : cacheFile };
}

/** Keeps what V8 has compiled of a component's glue; call it when an instance has run. Best effort: without it the next start is slower. */
export async function keepCode({ glue }: Pick<LoadedComponent, 'glue'>): Promise<void> {
  const entry = loaded.get(glue.hash);
  if (entry?.wanted === undefined) return;
  const { wanted, script } = entry;
  entry.wanted = undefined;
  const code = script.createCachedData();
  await writeWhole(wanted, Buffer.concat([digest(code), code])).catch(() => {});
}

/** V8 trusts a code cache: only what was written whole is given to it. */
function readCode(file: string): Buffer | undefined {
  let data: Buffer;
  try {
    data = readFileSync(file);
  } catch {
    return undefined;
  }
  const code = data.subarray(HASH_BYTES);
  return digest(code).equals(data.subarray(0, HASH_BYTES)) ? code : undefined;
}

const digest = (code: Uint8Array): Buffer => createHash('sha256').update(code).digest();
