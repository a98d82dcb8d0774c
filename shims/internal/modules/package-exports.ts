/** The `exports` and `imports` of packages. https://nodejs.org/api/esm.html#resolution-algorithm-specification */

import { join } from '../../path.ts';
import {
  ERR_INVALID_MODULE_SPECIFIER,
  ERR_INVALID_PACKAGE_TARGET,
  ERR_PACKAGE_IMPORT_NOT_DEFINED,
  ERR_PACKAGE_PATH_NOT_EXPORTED,
} from './errors.ts';
import type { PackageJson } from './package-json.ts';

/** What resolves a specifier that an import target names (another package, a builtin). */
type ResolveBare = (specifier: string, folder: string) => string;

const INVALID_SEGMENT = /(^|[/\\])(\.\.?|node_modules)([/\\]|$)/i;

/** The file that `subpath` (`.`, `./x`) of a package stands for. @throws ERR_PACKAGE_PATH_NOT_EXPORTED and others */
export function resolveExports(
  pkg: PackageJson,
  subpath: string,
  conditions: ReadonlySet<string>,
  base: string,
): string {
  const { exports } = pkg;
  const map = isSugar(exports) ? { '.': exports } : (exports as Record<string, unknown>);
  const found = matchSubpath(map, subpath);
  const target = found && resolveTarget(pkg, found.target, found.star, conditions, subpath, false, undefined);
  if (target === undefined || target === null) throw new ERR_PACKAGE_PATH_NOT_EXPORTED(`${pkg.folder}/`, subpath, base);
  return target;
}

/** The file that `#name` of a package stands for. @throws ERR_PACKAGE_IMPORT_NOT_DEFINED and others */
export function resolveImports(
  pkg: PackageJson | undefined,
  name: string,
  conditions: ReadonlySet<string>,
  base: string,
  bare: ResolveBare,
): string {
  if (name === '#' || name.startsWith('#/'))
    throw new ERR_INVALID_MODULE_SPECIFIER(name, 'is not a valid internal imports specifier name', base);
  const found = pkg?.imports && matchSubpath(pkg.imports, name);
  const target = found && pkg && resolveTarget(pkg, found.target, found.star, conditions, name, true, bare);
  if (target === undefined || target === null) {
    throw new ERR_PACKAGE_IMPORT_NOT_DEFINED(name, pkg && `${pkg.folder}/`, base);
  }
  return target;
}

/** `exports` without subpaths: a target for the package itself. */
function isSugar(exports: unknown): boolean {
  if (typeof exports !== 'object' || exports === null || Array.isArray(exports)) return true;
  return !Object.keys(exports).some((key) => key.startsWith('.'));
}

function matchSubpath(map: Record<string, unknown>, subpath: string): { target: unknown; star: string } | undefined {
  if (Object.hasOwn(map, subpath) && !subpath.includes('*')) return { target: map[subpath], star: '' };
  let best: string | undefined;
  for (const key of Object.keys(map)) {
    const at = key.indexOf('*');
    if (at < 0 || !subpath.startsWith(key.slice(0, at))) continue;
    const tail = key.slice(at + 1);
    if (subpath.length < key.length || !subpath.endsWith(tail)) continue;
    if (best === undefined || compareKeys(key, best) < 0) best = key;
  }
  if (best === undefined) return undefined;
  const at = best.indexOf('*');
  return { target: map[best], star: subpath.slice(at, subpath.length - (best.length - at - 1)) };
}

/** The more specific pattern comes first. */
function compareKeys(a: string, b: string): number {
  const byPrefix = b.indexOf('*') - a.indexOf('*');
  return byPrefix === 0 ? b.length - a.length : byPrefix;
}

function resolveTarget(
  pkg: PackageJson,
  target: unknown,
  star: string,
  conditions: ReadonlySet<string>,
  subpath: string,
  internal: boolean,
  bare: ResolveBare | undefined,
): string | null | undefined {
  if (typeof target === 'string') return resolveTargetString(pkg, target, star, subpath, internal, bare);
  if (target === null) return null;
  if (Array.isArray(target)) {
    let last: string | null | undefined;
    for (const item of target) {
      last = resolveTarget(pkg, item, star, conditions, subpath, internal, bare);
      if (last !== undefined && last !== null) return last;
    }
    return last;
  }
  if (typeof target === 'object') {
    for (const [condition, value] of Object.entries(target as Record<string, unknown>)) {
      if (condition !== 'default' && !conditions.has(condition)) continue;
      const found = resolveTarget(pkg, value, star, conditions, subpath, internal, bare);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  throw new ERR_INVALID_PACKAGE_TARGET(`${pkg.folder}/`, subpath, target, internal);
}

function resolveTargetString(
  pkg: PackageJson,
  target: string,
  star: string,
  subpath: string,
  internal: boolean,
  bare: ResolveBare | undefined,
): string {
  const text = target.replaceAll('*', () => star);
  if (!target.startsWith('./')) {
    const isBare = internal && !/^(\.\.?)?\//.test(target);
    if (isBare && bare !== undefined) return bare(text, pkg.folder);
    throw new ERR_INVALID_PACKAGE_TARGET(`${pkg.folder}/`, subpath, target, internal);
  }
  if (INVALID_SEGMENT.test(target.slice(2)))
    throw new ERR_INVALID_PACKAGE_TARGET(`${pkg.folder}/`, subpath, target, internal);
  if (INVALID_SEGMENT.test(star)) {
    throw new ERR_INVALID_MODULE_SPECIFIER(subpath, `request is not a valid match in pattern "${subpath}"`, pkg.folder);
  }
  return join(pkg.folder, text);
}
