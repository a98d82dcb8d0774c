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

/** An import that leads to nothing that a guest could run. */
export interface DeadImport {
  specifier: string;
  importer: string;
  package: string | undefined;
  /** It is not there, or it is machine code (`.node`). */
  reason: 'not there' | 'machine code';
}

/** A program as it is on disk. */
export interface ProgramSource {
  modules: SourceModule[];
  dead: DeadImport[];
}

const NO_CODE = 'export default undefined;';

/**
 * Reads a program.
 * @param entry absolute path
 * @throws what the bundler says of a file that does not parse
 */
export async function readProgram(entry: string): Promise<ProgramSource> {
  const sources = new Map<string, string>();
  const dead = new Map<string, DeadImport>();
  const build = await rolldown({
    input: entry,
    cwd: dirname(entry),
    platform: 'node',
    logLevel: 'silent',
    plugins: [reader(sources, dead)],
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
    return { modules, dead: [...dead.values()] };
  } finally {
    await build.close();
  }
}

function reader(sources: Map<string, string>, dead: Map<string, DeadImport>): Plugin {
  return {
    name: 'wasi-node-check',
    async resolveId(specifier, importer) {
      if (importer === undefined) return null;
      if (builtinName(specifier) !== undefined || /^(zora|wasi|data):/.test(specifier)) {
        return { id: specifier, external: true };
      }
      const found = await this.resolve(specifier, importer, { skipSelf: true });
      const reason = found === null ? 'not there' : found.id.endsWith('.node') ? 'machine code' : undefined;
      if (reason === undefined) return found;
      dead.set(`${importer}\0${specifier}`, { specifier, importer, package: packageOf(importer), reason });
      return { id: specifier, external: true };
    },
    load(id) {
      // What is no JavaScript is looked at by nobody here.
      return /\.(?:wasm|css|html|txt|md)$/.test(id) ? { code: NO_CODE, moduleType: 'js' } : null;
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
