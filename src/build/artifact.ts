/** The artifact of a component: what a host needs to run it, as files in one folder of the cache. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { BuildError } from './errors.ts';
import { sha256, writeFolder } from './files.ts';
import { CODE_ROOT } from './paths.ts';
import { exportsInterface, WIT_VERSION } from './wit-version.ts';

/** Raised whenever the files of an artifact change their form: old ones are then not looked at. */
const FORMAT = 3;

const PLAN = 'plan.json';

/** What is known of a component. */
export interface Manifest {
  /** SHA-256 of the component, hexadecimal. */
  component: string;
  /** Bytes of the component. */
  bytes: number;
  /** Interfaces that it imports, without versions. */
  imports: string[];
  /** Interfaces that it exports. */
  exports: string[];
  /** SHA-256 of the plan. */
  plan: string;
  /** Its core modules: SHA-256 and bytes of each, and how many pages its memory begins with. */
  modules: Record<string, { sha256: string; bytes: number; pages?: number | undefined }>;
}

/** A component that is ready to be instantiated. */
export interface Artifact {
  manifest: Manifest;
  /** The folder of the files. */
  folder: string;
  /** How it is instantiated: a `Plan` as JSON. */
  plan: string;
  /** The cache that it came from. */
  cache: string;
  /** The bytes of the core modules. */
  modules: Map<string, Uint8Array>;
}

/**
 * The artifact of a component: from the cache where its files are whole, otherwise transpiled anew.
 * @throws BuildError `ERR_COMPONENT_INVALID`, `ERR_COMPONENT_FOREIGN`
 */
export async function artifactOf(component: Uint8Array, cache: string = cacheFolder()): Promise<Artifact> {
  const id = sha256(component);
  const folder = join(cache, 'artifacts', `${FORMAT}-${id}`);
  return (await readArtifact(folder, id, cache)) ?? (await writeArtifact(folder, id, component, cache));
}

/** Where the published package has the component that runs scripts. */
const RUNTIME_FOLDER = join(CODE_ROOT, 'runtime');

/** The component that runs scripts, as the package ships it; undefined in a checkout. Its files are the package's own, as its code is. */
export function shippedRuntime(cache: string): Artifact | undefined {
  if (!existsSync(RUNTIME_FOLDER)) return undefined;
  const manifest = JSON.parse(readFileSync(join(RUNTIME_FOLDER, 'manifest.json'), 'utf8')) as Manifest;
  const modules = Object.keys(manifest.modules).map(
    (name) => [name, readFileSync(join(RUNTIME_FOLDER, name))] as const,
  );
  const plan = readFileSync(join(RUNTIME_FOLDER, PLAN), 'utf8');
  return { manifest, folder: RUNTIME_FOLDER, plan, cache, modules: new Map(modules) };
}

/** Reads an artifact; undefined when it is not there or any file is not what its manifest says. */
async function readArtifact(folder: string, id: string, cache: string): Promise<Artifact | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
    if (manifest.component !== id) return undefined;
    const plan = await readFile(join(folder, PLAN), 'utf8');
    if (sha256(plan) !== manifest.plan) return undefined;
    const modules = new Map<string, Uint8Array>();
    for (const [name, { sha256: expected }] of Object.entries(manifest.modules)) {
      const bytes = await readFile(join(folder, name));
      if (sha256(bytes) !== expected) return undefined;
      modules.set(name, bytes);
    }
    return { manifest, folder, plan, cache, modules };
  } catch {
    // Absent or damaged: it is made again.
    return undefined;
  }
}

async function writeArtifact(folder: string, id: string, component: Uint8Array, cache: string): Promise<Artifact> {
  // Loaded only when it is needed: a warm start does without.
  const { transpile } = await import('./transpile.ts');
  const { plan, modules } = transpile(component);
  const text = JSON.stringify(plan);
  const manifest: Manifest = {
    component: id,
    bytes: component.byteLength,
    imports: plan.imports.toSorted(),
    exports: Object.keys(plan.exports),
    plan: sha256(text),
    modules: Object.fromEntries(
      [...modules].map(([name, { bytes, pages }]) => [name, { sha256: sha256(bytes), bytes: bytes.byteLength, pages }]),
    ),
  };
  assertOurs(manifest);
  const files: [string, Uint8Array | string][] = [
    [PLAN, text],
    ...[...modules].map(([name, { bytes }]) => [name, bytes] as [string, Uint8Array]),
    ['manifest.json', JSON.stringify(manifest, undefined, 2)],
  ];
  await writeFolder(folder, files);
  return { manifest, folder, plan: text, cache, modules: new Map(files.slice(1, -1) as [string, Uint8Array][]) };
}

/** @throws BuildError `ERR_COMPONENT_FOREIGN` for a component that is not one of ours. */
function assertOurs({ imports, exports }: Manifest): void {
  const has = (name: string): boolean => exportsInterface(exports, name);
  if (!has('reactor') || !(has('tool') || has('command'))) {
    throw new BuildError(
      'ERR_COMPONENT_FOREIGN',
      `The component exports ${exports.join(', ') || 'nothing'}; one of ours exports zora:node/reactor with zora:node/tool or zora:node/command, for ${WIT_VERSION} or a version before that it is compatible with`,
    );
  }
  const unknown = imports.filter((name) => !/^(zora:node|wasi:(cli|clocks|filesystem|io|random|sockets))\//.test(name));
  if (unknown.length > 0) {
    throw new BuildError(
      'ERR_COMPONENT_FOREIGN',
      `The component imports what this host does not have: ${unknown.join(', ')}`,
    );
  }
}
