/** The modules of a program with its packages, as they are on disk: what the build would take, minus what it shakes out. */
import { existsSync } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { builtinName } from '../../build/builtins.ts';

/** A module of a program. */
export interface SourceModule {
  file: string;
  code: string;
  /** The package that it belongs to; undefined for the program's own. */
  package: string | undefined;
}

/** An import that leads nowhere. */
export interface Unresolved {
  specifier: string;
  importer: string;
  package: string | undefined;
}

/** A program as it is on disk. */
export interface ProgramSource {
  modules: SourceModule[];
  unresolved: Unresolved[];
  /** Machine code that is loaded (`.node`): it runs in no guest. */
  addons: string[];
}

const NO_CODE = 'export default undefined;';

/**
 * Reads a program.
 * @param entry absolute path
 * @throws what the bundler says of a file that does not parse
 */
export async function readProgram(entry: string): Promise<ProgramSource> {
  const sources = new Map<string, string>();
  const unresolved = new Map<string, Unresolved>();
  const addons = new Set<string>();
  const build = await rolldown({
    input: entry,
    cwd: dirname(entry),
    platform: 'node',
    logLevel: 'silent',
    plugins: [reader({ sources, unresolved, addons })],
  });
  try {
    const { output } = await build.generate({ format: 'esm', preserveModules: true });
    const kept = new Set(
      output
        .filter((item): item is OutputChunk => item.type === 'chunk')
        .flatMap(({ moduleIds }) => moduleIds)
        .concat(entry),
    );
    const modules = [...sources]
      .filter(([file]) => kept.has(file))
      .map(([file, code]) => ({ file, code, package: packageOf(file) }));
    return { modules, unresolved: [...unresolved.values()], addons: [...addons] };
  } finally {
    await build.close();
  }
}

interface Found {
  sources: Map<string, string>;
  unresolved: Map<string, Unresolved>;
  addons: Set<string>;
}

function reader({ sources, unresolved, addons }: Found): Plugin {
  return {
    name: 'wasi-node-check',
    async resolveId(specifier, importer) {
      if (importer === undefined) return null;
      if (builtinName(specifier) !== undefined || /^(zora|wasi|data):/.test(specifier)) {
        return { id: specifier, external: true };
      }
      const found = await this.resolve(specifier, importer, { skipSelf: true });
      if (found !== null) return found;
      unresolved.set(`${importer}\0${specifier}`, { specifier, importer, package: packageOf(importer) });
      return { id: specifier, external: true };
    },
    load(id) {
      if (id.endsWith('.node')) addons.add(id);
      // What is no JavaScript is looked at by nobody here.
      return /\.(?:node|wasm|css|html|txt|md)$/.test(id) ? { code: NO_CODE, moduleType: 'js' } : null;
    },
    transform(code, id) {
      if (/\.[cm]?[jt]sx?$/.test(id) && existsSync(id)) sources.set(id, code);
      return null;
    },
  };
}

/** The name of the package that a file is in, by the innermost `node_modules` on its path. */
export function packageOf(file: string): string | undefined {
  const parts = file.split(sep);
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return undefined;
  const [scope = '', name = ''] = parts.slice(at + 1);
  return scope.startsWith('@') ? `${scope}/${name}` : scope || basename(file);
}
