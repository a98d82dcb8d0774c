/** The errors of module resolution. https://nodejs.org/api/errors.html */
import { makeNodeError, type NodeErrorClass } from '../errors.ts';

type Define = <A extends unknown[]>(
  code: string,
  message: (...args: A) => string,
  base?: new (message?: string) => Error,
) => NodeErrorClass<A>;
const define = makeNodeError as unknown as Define;

const from = (base: string | undefined) => (base ? ` imported from ${base}` : '');

export const ERR_INVALID_MODULE_SPECIFIER = define(
  'ERR_INVALID_MODULE_SPECIFIER',
  (request: string, reason: string, base?: string) => `Invalid module "${request}" ${reason}${from(base)}`,
  TypeError,
);

export const ERR_INVALID_PACKAGE_TARGET = define(
  'ERR_INVALID_PACKAGE_TARGET',
  (folder: string, key: string, target: unknown, isImport: boolean, base?: string) => {
    const relative = typeof target === 'string' && !isImport && target.length > 0 && !target.startsWith('./');
    const hint = relative ? '; targets must start with "./"' : '';
    const where = key === '.' && !isImport ? 'main target' : `target`;
    const what = key === '.' && !isImport ? 'defined in' : `defined for '${key}' in`;
    const field = isImport ? '"imports"' : '"exports"';
    return `Invalid ${field} ${where} ${JSON.stringify(target)} ${what} the package config ${folder}package.json${from(base)}${hint}`;
  },
);

export const ERR_PACKAGE_PATH_NOT_EXPORTED = define(
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  (folder: string, subpath: string, base?: string) =>
    subpath === '.'
      ? `No "exports" main defined in ${folder}package.json${from(base)}`
      : `Package subpath '${subpath}' is not defined by "exports" in ${folder}package.json${from(base)}`,
);

export const ERR_PACKAGE_IMPORT_NOT_DEFINED = define(
  'ERR_PACKAGE_IMPORT_NOT_DEFINED',
  (specifier: string, folder: string | undefined, base: string) =>
    `Package import specifier "${specifier}" is not defined${folder ? ` in package ${folder}package.json` : ''}${from(base)}`,
  TypeError,
);

export const ERR_UNSUPPORTED_DIR_IMPORT = define(
  'ERR_UNSUPPORTED_DIR_IMPORT',
  (path: string, base: string) =>
    `Directory import '${path}' is not supported resolving ES modules imported from ${base}`,
);

export const ERR_UNSUPPORTED_ESM_URL_SCHEME = define(
  'ERR_UNSUPPORTED_ESM_URL_SCHEME',
  (protocol: string) =>
    `Only URLs with a scheme in: file, data, and node are supported by the default ESM loader. Received protocol '${protocol}'`,
);

export const ERR_UNKNOWN_FILE_EXTENSION = define(
  'ERR_UNKNOWN_FILE_EXTENSION',
  (extension: string, path: string) => `Unknown file extension "${extension}" for ${path}`,
  TypeError,
);

export const ERR_REQUIRE_ASYNC_MODULE = define(
  'ERR_REQUIRE_ASYNC_MODULE',
  (filename: string) =>
    'require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level await comes from, use --experimental-print-required-tla.' +
    `\n  Requiring ${filename} `,
);

/** `MODULE_NOT_FOUND` of `require`, with its stack of requirers. */
export function moduleNotFound(request: string, requireStack: string[]): Error {
  const list = requireStack.length > 0 ? `\nRequire stack:\n- ${requireStack.join('\n- ')}` : '';
  return Object.assign(new Error(`Cannot find module '${request}'${list}`), { code: 'MODULE_NOT_FOUND', requireStack });
}

/** `ERR_MODULE_NOT_FOUND` of `import`. */
export function importNotFound(what: 'module' | 'package', path: string, base: string, url?: string): Error {
  const error = Object.assign(new Error(`Cannot find ${what} '${path}' imported from ${base}`), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  return url === undefined ? error : Object.assign(error, { url });
}
