/** The build: an entry file, with what it imports, to a component. */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundle } from './bundle.ts';
import { cacheFolder, findBuild, rememberBuild } from './cache.ts';
import { componentize } from './componentize.ts';
import { BuildError } from './errors.ts';
import { sha256 } from './files.ts';
import { PACKAGE_ROOT } from './paths.ts';

/** A step of a build, for a progress display. */
export type BuildStep = 'bundle' | 'componentize' | 'cached';

export interface BuildOptions {
  /** The cache's folder; default `cacheFolder()`. */
  cache?: string | undefined;
  /** Told when a step begins. */
  onStep?: ((step: BuildStep) => void) | undefined;
}

const version = (JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { version: string }).version;

/**
 * Builds a tool.
 * @param entry path of a TypeScript or JavaScript file
 * @returns the component's bytes
 * @throws BuildError with a readable message
 */
export async function buildTool(
  entry: string,
  { cache = cacheFolder(), onStep }: BuildOptions = {},
): Promise<Uint8Array> {
  const path = resolve(entry);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new BuildError('ERR_BUILD_ENTRY', `There is no file ${entry}`);
  }
  const key = sha256(JSON.stringify([version, 'tool', path]));
  const found = await findBuild(cache, key);
  if (found !== undefined) {
    onStep?.('cached');
    return found;
  }
  onStep?.('bundle');
  const result = await bundle(path, 'tool');
  onStep?.('componentize');
  const component = await componentize(result, 'tool');
  const inputs = result.inputs
    .map((input) => resolve(PACKAGE_ROOT, input.path))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  await rememberBuild(cache, key, component, inputs);
  return component;
}
