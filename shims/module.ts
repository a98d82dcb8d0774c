/** `node:module`. https://nodejs.org/api/module.html */
import { builtinModules, builtinOf } from './internal/modules/builtins.ts';
import { createRequire, Module, runMain } from './internal/modules/cjs.ts';
import { syncBuiltinESMExports } from './internal/modules/esm.ts';
import { packageScope } from './internal/modules/package-json.ts';
import { isPath, resolveImport } from './internal/modules/resolve.ts';
import { dirname, join } from './path.ts';
import { fileURLToPath, pathToFileURL } from './url.ts';

/** Whether a name is that of a builtin. */
export function isBuiltin(name: unknown): boolean {
  return typeof name === 'string' && builtinOf(name) !== undefined;
}

/** The file of the `package.json` that a module belongs to. */
export function findPackageJSON(specifier: string | URL, base?: string | URL): string | undefined {
  const from = base === undefined ? undefined : String(base);
  const baseUrl = from?.startsWith('file:') ? from : pathToFileURL(from ?? join('.', 'x')).href;
  const text = String(specifier);
  const bare = !isPath(text) && !text.startsWith('file:');
  const path = bare ? dirname(fileURLToPath(resolveImport(text, baseUrl))) : fileURLToPath(new URL(text, baseUrl));
  const scope = packageScope(join(path, bare ? 'x' : ''));
  return scope && join(scope.folder, 'package.json');
}

export { builtinModules, createRequire, Module, runMain, syncBuiltinESMExports };

const statics = { Module, builtinModules, createRequire, findPackageJSON, isBuiltin, runMain, syncBuiltinESMExports };
Object.assign(Module, statics);

export default Module;
