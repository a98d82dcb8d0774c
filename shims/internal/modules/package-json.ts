/** Reads `package.json` files, each once. https://nodejs.org/api/packages.html */
import { readFileSync } from '../../fs.ts';
import { dirname, join } from '../../path.ts';

/** The fields that resolution reads. */
export interface PackageJson {
  /** The file's folder. */
  folder: string;
  name?: string;
  main?: string;
  type?: string;
  exports?: unknown;
  imports?: Record<string, unknown>;
}

const cache = new Map<string, PackageJson | undefined>();

/** The `package.json` in `folder`, where there is one. @throws SyntaxError-like `ERR_INVALID_PACKAGE_CONFIG` */
export function readPackage(folder: string): PackageJson | undefined {
  if (cache.has(folder)) return cache.get(folder);
  const file = join(folder, 'package.json');
  let text: string | undefined;
  try {
    text = readFileSync(file, 'utf8') as string;
  } catch {
    // No such file, or not this guest's to read: the same to resolution.
  }
  const found = text === undefined ? undefined : parsePackage(file, folder, text);
  cache.set(folder, found);
  return found;
}

function parsePackage(file: string, folder: string, text: string): PackageJson {
  try {
    // Without a prototype: what a program puts on `Object.prototype` is no field of the file.
    return Object.assign(Object.create(null), JSON.parse(text), { folder }) as PackageJson;
  } catch (cause) {
    const error = new Error(`Invalid package config ${file}.`, { cause });
    throw Object.assign(error, { code: 'ERR_INVALID_PACKAGE_CONFIG' });
  }
}

/** The package that a file belongs to: the nearest folder above it with a `package.json`. */
export function packageScope(file: string): PackageJson | undefined {
  let folder = dirname(file);
  for (;;) {
    if (folder.endsWith('/node_modules')) return undefined;
    const found = readPackage(folder);
    if (found !== undefined) return found;
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}
