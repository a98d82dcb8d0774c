/** What a package weighs where it is installed, with all that it needs. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface PackageJson {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Bytes of the packages `names` and of what they depend on, seen from `folder`. */
export function installedBytes(folder: string, names: readonly string[]): number {
  const seen = new Set<string>();
  const visit = (from: string, name: string): void => {
    const found = findPackage(from, name);
    if (found === undefined || seen.has(found)) return;
    seen.add(found);
    for (const needed of dependencies(found)) visit(found, needed);
  };
  for (const name of names) visit(folder, name);
  return [...seen].reduce((sum, path) => sum + folderBytes(path), 0);
}

/** Bytes of our own package: what it depends on, and what it ships of itself. */
export function ownBytes(root: string): number {
  const shipped = ['src', 'shims', 'host-bridge', 'wit'].reduce((sum, name) => sum + folderBytes(join(root, name)), 0);
  return shipped + installedBytes(root, dependencies(root));
}

function dependencies(folder: string): string[] {
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as PackageJson;
  return Object.keys({ ...dependencies, ...optionalDependencies });
}

/** As Node looks for it; one that is optional and for another system is not there. */
function findPackage(from: string, name: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return realpathSync(path);
    if (dirname(at) === at) return undefined;
  }
}

function folderBytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    // Packages within are packages of their own.
    if (entry.isDirectory()) bytes += entry.name === 'node_modules' ? 0 : folderBytes(path);
    else if (entry.isFile()) bytes += statSync(path).size;
  }
  return bytes;
}
