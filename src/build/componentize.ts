/** Bundle → component, by componentize-qjs: QuickJS with the bundle's top level already evaluated. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { componentize as componentizeQjs } from 'componentize-qjs';
import type { Bundle } from './bundle.ts';
import { BuildError } from './errors.ts';
import { type WorldKind, withWorld, worldText } from './world.ts';

/**
 * @returns the component's bytes
 * @throws BuildError `ERR_BUILD_EVALUATION` when the top-level code fails or touches what only a running instance has
 */
export async function componentize(bundle: Bundle, kind: WorldKind): Promise<Uint8Array> {
  return withWorld(worldText(bundle.interfaces, ['reactor', kind]), (witPath) =>
    withModules(bundle, async (moduleRoot) => {
      const jsPath = join(moduleRoot, bundle.entry);
      const jsSource = bundle.files.get(bundle.entry)?.code ?? '';
      try {
        const options = {
          witPath,
          world: 'component',
          jsSource,
          jsPath,
          moduleRoot,
          optSize: !carriesProtocols(bundle),
        };
        const { component } = await componentizeQjs(options);
        return component;
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new BuildError('ERR_BUILD_EVALUATION', `The component could not be made: ${message}`, { cause });
      }
    }),
  );
}

/**
 * Whether a program speaks protocols of its own over sockets. It gets the engine that is built for speed, which runs such
 * code a fifth faster and makes the component 0.55 MB larger; all others get the one that is built for size.
 */
function carriesProtocols({ interfaces }: Bundle): boolean {
  return interfaces.some((name) => name.startsWith('zora:node/network@'));
}

/** Calls `use` with a folder that holds the bundle's modules; the folder is gone afterwards. */
async function withModules<T>({ files }: Bundle, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'wasi-node-modules-'));
  try {
    for (const [name, { code }] of files) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, code);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
