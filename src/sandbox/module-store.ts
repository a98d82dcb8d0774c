/**
 * Compiled core modules of the process, by content: the engine's module is byte-identical from tool to tool, so that
 * it is compiled once.
 */
import type { Artifact } from '../build/artifact.ts';
import type { LoadedComponent } from './messages.ts';

const compiled = new Map<string, Promise<WebAssembly.Module>>();

/**
 * A component with its modules compiled, each at most once a process.
 * @param warm how many instances of it are to wait for a caller in each thread
 */
export async function loadComponent({ manifest, plan, cache, modules }: Artifact, warm = 0): Promise<LoadedComponent> {
  const entries = [...modules].map(async ([name, bytes]): Promise<LoadedComponent['modules'][number]> => {
    const known = manifest.modules[name];
    if (known === undefined) throw new Error(`The manifest does not name the module ${name}`);
    const { sha256: hash, pages } = known;
    let module = compiled.get(hash);
    if (module === undefined) {
      module = WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
      compiled.set(hash, module);
      module.catch(() => compiled.delete(hash));
    }
    return [name, await module, pages];
  });
  return {
    id: manifest.component,
    plan,
    warm,
    imports: manifest.imports,
    cache,
    modules: await Promise.all(entries),
  };
}
