/** What is to be checked: files, the tools of a folder, packages by their names. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const CODE = /\.[cm]?[jt]sx?$/;
const NO_PROGRAM = /\.d\.[cm]?ts$|\.(?:test|spec|config)\.[cm]?[jt]sx?$/;

/**
 * The entry files that an argument of the command line stands for: a file, every program in a folder (not in its `node_modules`), or the
 * main file of an installed package.
 * @returns undefined where there is no such thing
 */
export function entriesOf(argument: string, cwd: string = process.cwd()): string[] | undefined {
  const path = resolve(cwd, argument);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return [path];
  if (stats?.isDirectory()) return programsIn(path);
  const file = mainOf(argument, cwd);
  return file === undefined ? undefined : [file];
}

function programsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .flatMap((item) => {
      const path = join(folder, item.name);
      if (item.isDirectory()) return programsIn(path);
      return item.isFile() && CODE.test(item.name) && !NO_PROGRAM.test(item.name) ? [path] : [];
    })
    .sort();
}

/** The main file of a package, as an import of it finds it. */
function mainOf(name: string, cwd: string): string | undefined {
  const from = join(cwd, 'index.js');
  try {
    return createRequire(from).resolve(name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return importedMain(name, from);
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_INVALID_ARG_VALUE') return undefined;
    throw error;
  }
}

interface PackageJson {
  exports?: unknown;
  module?: string;
  main?: string;
}

/** Of a package that can only be imported. */
function importedMain(name: string, from: string): string | undefined {
  const manifest = findPackageJSON(name, pathToFileURL(from));
  if (manifest === undefined) return undefined;
  const { exports, module, main } = JSON.parse(readFileSync(manifest, 'utf8')) as PackageJson;
  const target = exportTarget(exports) ?? module ?? main;
  return target === undefined ? undefined : join(dirname(manifest), target);
}

function exportTarget(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const conditions = exports as Record<string, unknown>;
  for (const key of ['.', 'node', 'import', 'default']) {
    const found = exportTarget(conditions[key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
