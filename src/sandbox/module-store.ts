/**
 * Compiled core modules of the process, by content: the engine's module is byte-identical from tool to tool, so that
 * it is compiled once.
 */
import type { Artifact } from '../build/artifact.ts';
import type { LoadedComponent } from './messages.ts';

const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** A component with its modules compiled, each at most once a process. */
export async function loadComponent({ manifest, gluePath, cache, modules }: Artifact): Promise<LoadedComponent> {
  const entries = [...modules].map(async ([name, bytes]): Promise<[string, WebAssembly.Module]> => {
    const hash = manifest.modules[name]?.sha256;
    if (hash === undefined) throw new Error(`The manifest does not name the module ${name}`);
    let module = compiled.get(hash);
    if (module === undefined) {
      module = WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
      compiled.set(hash, module);
      module.catch(() => compiled.delete(hash));
    }
    return [name, await module];
  });
  return {
    id: manifest.component,
    glue: { path: gluePath, hash: manifest.glue },
    cache,
    imports: manifest.imports,
    modules: await Promise.all(entries),
  };
}
