/**
 * Files of packages in whose places scripts get a shim's exports, as tools do (`src/build/package-modules.ts`, which hands the table over).
 */

/** Modules that a replaced file gives to its shim: by name, the first path that exists, relative to the file. */
type Required = Readonly<Record<string, readonly string[]>>;

/** A package's replaced files by their path in it, and what makes their exports. */
export interface ReplacedPackage {
  required: Readonly<Record<string, Required>>;
  make: Readonly<Record<string, (modules: never) => unknown>>;
}

/** The end of a path that means the file itself, as it is in the package. */
const ORIGINAL = '?wasi-node-original';

let packages: Readonly<Record<string, ReplacedPackage>> = {};

/** Sets the table. */
export function setReplacedPackages(all: Readonly<Record<string, ReplacedPackage>>): void {
  packages = all;
}

/**
 * The exports of a file that a shim replaces; undefined for every other file.
 * @param requireFrom what the file's own `require` is
 * @param original evaluates the file itself
 */
export function replacedExports(
  filename: string,
  requireFrom: (id: string) => unknown,
  original: () => unknown,
): { exports: unknown } | undefined {
  const [, name = '', path = ''] = /.*\/node_modules\/([^/]+)\/(.*)$/.exec(filename) ?? [];
  const found = Object.hasOwn(packages, name) ? packages[name] : undefined;
  if (found === undefined || !Object.hasOwn(found.required, path)) return undefined;
  const modules = Object.entries(found.required[path] as Required).map(([parameter, candidates]) => [
    parameter,
    candidates[0]?.endsWith(ORIGINAL) ? original() : firstOf(candidates, requireFrom),
  ]);
  return { exports: found.make[path]?.(Object.fromEntries(modules) as never) };
}

function firstOf(candidates: readonly string[], requireFrom: (id: string) => unknown): unknown {
  for (const [nth, candidate] of candidates.entries()) {
    try {
      return requireFrom(candidate);
    } catch (error) {
      const isMissing = (error as { code?: string }).code === 'MODULE_NOT_FOUND';
      if (!isMissing || nth === candidates.length - 1) throw error;
    }
  }
  return undefined;
}
