/**
 * Where a specifier leads, for `require` and for `import`.
 * https://nodejs.org/api/modules.html#all-together, https://nodejs.org/api/esm.html#resolution-algorithm
 */
import { realpathSync, statSync } from '../../fs.ts';
import { dirname, join, resolve } from '../../path.ts';
import { fileURLToPath, pathToFileURL, URL } from '../../url.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { builtinOf } from './builtins.ts';
import {
  ERR_INVALID_MODULE_SPECIFIER,
  ERR_UNSUPPORTED_DIR_IMPORT,
  ERR_UNSUPPORTED_ESM_URL_SCHEME,
  importNotFound,
  moduleNotFound,
} from './errors.ts';
import { resolveExports, resolveImports } from './package-exports.ts';
import { packageScope, readPackage } from './package-json.ts';

/** The conditions of `require`. */
export const REQUIRE_CONDITIONS: ReadonlySet<string> = new Set(['require', 'node', 'module-sync', 'node-addons']);
/** The conditions of `import`. */
export const IMPORT_CONDITIONS: ReadonlySet<string> = new Set(['import', 'node', 'module-sync', 'node-addons']);

/** 0 for a file, 1 for a folder, negative where nothing is, or nothing that this guest may see. */
function hostStatKind(path: string): number {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return -2;
    return stats.isDirectory() ? 1 : 0;
  } catch {
    return -1;
  }
}

/** `Module._stat`. */
export let statKind: (path: string) => number = hostStatKind;

/** Lets a program say what is where. */
export function setStatKind(stat: (path: string) => number): void {
  statKind = stat;
}

/** What is at a path. */
export function kindOf(path: string): 'file' | 'folder' | undefined {
  const kind = statKind(path);
  return kind < 0 ? undefined : kind === 1 ? 'folder' : 'file';
}

/** The file without links. What only the program's own `Module._stat` knows has none. */
const real = (path: string): string =>
  statKind !== hostStatKind && hostStatKind(path) < 0 ? path : (realpathSync(path) as string);

/** How the extensions of `require.extensions` are tried. */
type Extensions = readonly string[];

function asFile(path: string, extensions: Extensions): string | undefined {
  if (kindOf(path) === 'file') return real(path);
  for (const extension of extensions) if (kindOf(path + extension) === 'file') return real(path + extension);
  return undefined;
}

function asFolder(path: string, extensions: Extensions): string | undefined {
  if (kindOf(path) !== 'folder') return undefined;
  const main = readPackage(path)?.main;
  if (typeof main === 'string' && main !== '') {
    const target = resolve(path, main);
    const found =
      asFile(target, extensions) ??
      (kindOf(target) === 'folder' ? asFile(join(target, 'index'), extensions) : undefined);
    if (found !== undefined) return found;
    const index = asFile(join(path, 'index'), extensions);
    if (index !== undefined) {
      const file = join(path, 'package.json');
      emitWarning(
        `Invalid 'main' field in '${file}' of '${main}'. Please either fix that or report it to the module author`,
        'DeprecationWarning',
        'DEP0128',
      );
    }
    return index;
  }
  return asFile(join(path, 'index'), extensions);
}

/** Folders in which packages are looked for, from `folder` up. */
export function nodeModulePaths(folder: string): string[] {
  const paths: string[] = [];
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (!at.endsWith('/node_modules')) paths.push(at === '/' ? '/node_modules' : `${at}/node_modules`);
    if (at === dirname(at)) return paths;
  }
}

/** `@scope/name/sub` in its parts. */
function splitPackage(specifier: string): { name: string; subpath: string } | undefined {
  const match = /^((?:@[^/\\%]+\/)?[^./\\%@][^/\\%]*)(\/.*)?$/.exec(specifier);
  return match?.[1] === undefined ? undefined : { name: match[1], subpath: `.${match[2] ?? ''}` };
}

/** Is the specifier a path? */
export const isPath = (specifier: string): boolean => /^(?:\.{1,2}(?:\/|$)|\/)/.test(specifier);

export interface RequireOptions {
  extensions: Extensions;
  /** Folders with packages; default those above the parent. */
  paths: readonly string[];
  requireStack: () => string[];
}

/**
 * The file that `require(request)` in `folder` loads.
 * @throws MODULE_NOT_FOUND
 */
export function resolveRequire(request: string, folder: string, parent: string, options: RequireOptions): string {
  const { extensions, paths, requireStack } = options;
  if (isPath(request)) {
    const path = resolve(folder, request);
    const trailing = /(?:^|\/)\.{0,2}\/?$/.test(request) && /(?:\/|\/\.\.?|^\.\.?)$/.test(request);
    const found = (trailing ? undefined : asFile(path, extensions)) ?? asFolder(path, extensions);
    if (found !== undefined) return found;
    throw moduleNotFound(request, requireStack());
  }
  if (request.startsWith('#')) {
    return real(
      resolveImports(packageScope(join(folder, 'x')), request, REQUIRE_CONDITIONS, parent, (name, base) => {
        return builtinOf(name) === undefined
          ? resolveRequire(name, base, parent, { ...options, paths: nodeModulePaths(base) })
          : name;
      }),
    );
  }
  const parts = splitPackage(request);
  if (parts !== undefined) {
    const self = packageScope(join(folder, 'x'));
    if (self?.exports !== undefined && self.exports !== null && self.name === parts.name) {
      return existing(resolveExports(self, parts.subpath, REQUIRE_CONDITIONS, parent), request, requireStack);
    }
  }
  for (const place of paths) {
    if (kindOf(place) !== 'folder') continue;
    if (parts !== undefined) {
      const pkg = readPackage(join(place, parts.name));
      if (pkg?.exports !== undefined && pkg.exports !== null) {
        return existing(resolveExports(pkg, parts.subpath, REQUIRE_CONDITIONS, parent), request, requireStack);
      }
    }
    const path = join(place, request);
    const found = (request.endsWith('/') ? undefined : asFile(path, extensions)) ?? asFolder(path, extensions);
    if (found !== undefined) return found;
  }
  throw moduleNotFound(request, requireStack());
}

function existing(path: string, request: string, requireStack: () => string[]): string {
  if (kindOf(path) === 'file') return real(path);
  const error = moduleNotFound(path, requireStack());
  throw Object.assign(error, { request });
}

/**
 * The URL that `import specifier` in the module `base` (a URL) loads: `file:`, `node:` or `data:`.
 * @throws ERR_MODULE_NOT_FOUND and others
 */
export function resolveImport(
  specifier: string,
  base: string,
  conditions: ReadonlySet<string> = IMPORT_CONDITIONS,
): string {
  const builtin = builtinOf(specifier);
  if (builtin !== undefined) return `node:${builtin}`;
  const basePath = base.startsWith('file:') ? fileURLToPath(base) : base;
  if (isPath(specifier)) return existingUrl(new URL(specifier, base), basePath);
  if (specifier.startsWith('#')) {
    const target = resolveImports(packageScope(basePath), specifier, conditions, basePath, (name, folder) =>
      resolveImport(name, pathToFileURL(join(folder, 'x')).href, conditions),
    );
    return target.startsWith('/') ? existingUrl(pathToFileURL(target), basePath) : target;
  }
  const url = URL.parse(specifier);
  if (url !== null) {
    if (url.protocol === 'file:') return existingUrl(url, basePath);
    if (url.protocol === 'data:') return url.href;
    if (url.protocol === 'node:')
      throw Object.assign(new Error(`No such built-in module: ${specifier}`), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
    throw new ERR_UNSUPPORTED_ESM_URL_SCHEME(url.protocol);
  }
  return resolvePackage(specifier, basePath, conditions);
}

function resolvePackage(specifier: string, basePath: string, conditions: ReadonlySet<string>): string {
  const parts = splitPackage(specifier);
  if (parts === undefined) throw new ERR_INVALID_MODULE_SPECIFIER(specifier, 'is not a valid package name', basePath);
  const self = packageScope(basePath);
  if (self?.exports !== undefined && self.exports !== null && self.name === parts.name) {
    return existingUrl(pathToFileURL(resolveExports(self, parts.subpath, conditions, basePath)), basePath);
  }
  for (const place of nodeModulePaths(dirname(basePath))) {
    const folder = join(place, parts.name);
    if (kindOf(folder) !== 'folder') continue;
    const pkg = readPackage(folder);
    if (pkg?.exports !== undefined && pkg.exports !== null) {
      return existingUrl(pathToFileURL(resolveExports(pkg, parts.subpath, conditions, basePath)), basePath);
    }
    if (parts.subpath !== '.') return existingUrl(pathToFileURL(join(folder, parts.subpath)), basePath);
    const main = asFolder(folder, ['.js', '.json', '.node']);
    if (main !== undefined) return pathToFileURL(main).href;
  }
  throw importNotFound('package', parts.name, basePath);
}

function existingUrl(url: URL, base: string): string {
  if (/%2f|%5c/i.test(url.pathname)) {
    throw new ERR_INVALID_MODULE_SPECIFIER(url.pathname, 'must not include encoded "/" or "\\" characters', base);
  }
  const path = fileURLToPath(url);
  const kind = kindOf(path);
  if (kind === 'folder') {
    const error = Object.assign(new ERR_UNSUPPORTED_DIR_IMPORT(path, base), { url: url.href });
    const main = asFolder(path, ['.js', '.json', '.node']);
    if (main !== undefined) error.message += `\nDid you mean to import ${JSON.stringify(pathToFileURL(main).href)}?`;
    throw error;
  }
  if (kind === undefined) throw importNotFound('module', path, base, url.href);
  const found = pathToFileURL(real(path));
  found.search = url.search;
  found.hash = url.hash;
  return found.href;
}
