/** The artifact of a component: what a host needs to run it. Its core modules are kept by content: the engine is the same in all. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { BuildError } from './errors.ts';
import { sha256 } from './files.ts';
import { CODE_ROOT } from './paths.ts';
import { readContent, readSealed, writeContent, writeSealed } from './store.ts';
import { exportsInterface, WIT_VERSION } from './wit-version.ts';

/** Raised whenever the files of an artifact change their form: old ones are then not looked at. */
const FORMAT = 6;

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
  /** Its core modules: SHA-256 and bytes of each, and how many pages its memory begins with. */
  modules: Record<string, { sha256: string; bytes: number; pages?: number | undefined }>;
}

/** A component that is ready to be instantiated. */
export interface Artifact {
  manifest: Manifest;
  /** How it is instantiated: a `Plan` as JSON. */
  plan: string;
  /** The cache that it came from. */
  cache: string;
  /** The bytes of the core modules. */
  modules: Map<string, Uint8Array>;
}

const MODULES = 'modules';
const artifactName = (id: string) => `artifacts/${FORMAT}-${id}.json`;

/**
 * The artifact of a component: from the cache where its files are whole, otherwise transpiled anew.
 * @throws BuildError `ERR_COMPONENT_INVALID`, `ERR_COMPONENT_FOREIGN`
 */
export async function artifactOf(component: Uint8Array, cache: string = cacheFolder()): Promise<Artifact> {
  const id = sha256(component);
  return (await readArtifact(id, cache)) ?? (await writeArtifact(id, component, cache));
}

/** Where the published package has the component that runs scripts. */
const RUNTIME_FOLDER = join(CODE_ROOT, 'runtime');
const SHIPPED = { manifest: 'manifest.json', plan: 'plan.json' } as const;

/** Puts an artifact into a folder of the package, for `shippedRuntime`. */
export function shipRuntime({ manifest, plan, modules }: Artifact, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, SHIPPED.manifest), JSON.stringify(manifest, undefined, 2));
  writeFileSync(join(folder, SHIPPED.plan), plan);
  for (const [name, bytes] of modules) writeFileSync(join(folder, name), bytes);
}

/** The component that runs scripts, as the package ships it; undefined in a checkout. Its files are the package's own, as its code is. */
export function shippedRuntime(cache: string): Artifact | undefined {
  if (!existsSync(RUNTIME_FOLDER)) return undefined;
  const manifest = JSON.parse(readFileSync(join(RUNTIME_FOLDER, SHIPPED.manifest), 'utf8')) as Manifest;
  const modules = Object.keys(manifest.modules).map(
    (name) => [name, readFileSync(join(RUNTIME_FOLDER, name))] as const,
  );
  const plan = readFileSync(join(RUNTIME_FOLDER, SHIPPED.plan), 'utf8');
  return { manifest, plan, cache, modules: new Map(modules) };
}

/** Reads an artifact; undefined when any part of it is not there or not whole. */
async function readArtifact(id: string, cache: string): Promise<Artifact | undefined> {
  const text = await readSealed(cache, artifactName(id));
  if (text === undefined) return undefined;
  const end = text.indexOf('\n');
  const manifest = JSON.parse(text.slice(0, end)) as Manifest;
  const modules = new Map<string, Uint8Array>();
  for (const [name, { sha256: hash }] of Object.entries(manifest.modules)) {
    const bytes = await readContent(cache, MODULES, hash);
    if (bytes === undefined) return undefined;
    modules.set(name, bytes);
  }
  return { manifest, plan: text.slice(end + 1), cache, modules };
}

async function writeArtifact(id: string, component: Uint8Array, cache: string): Promise<Artifact> {
  // Loaded only when it is needed: a warm start does without.
  const { transpile } = await import('./transpile.ts');
  const { plan, modules } = transpile(component);
  const text = JSON.stringify(plan);
  const manifest: Manifest = {
    component: id,
    bytes: component.byteLength,
    imports: plan.imports.toSorted(),
    exports: Object.keys(plan.exports),
    modules: Object.fromEntries(
      [...modules].map(([name, { bytes, pages }]) => [name, { sha256: sha256(bytes), bytes: bytes.byteLength, pages }]),
    ),
  };
  assertOurs(manifest);
  for (const { bytes } of modules.values()) await writeContent(cache, MODULES, bytes);
  // The plan is handed on as it is: most who read it have no use for its parts.
  await writeSealed(cache, artifactName(id), `${JSON.stringify(manifest)}\n${text}`);
  return { manifest, plan: text, cache, modules: new Map([...modules].map(([name, { bytes }]) => [name, bytes])) };
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
