/** `node:module`. https://nodejs.org/api/module.html */
import { ERR_MISSING_ARGS } from './internal/errors.ts';
import { builtinModules, builtinOf } from './internal/modules/builtins.ts';
import { createRequire, Module, runMain } from './internal/modules/cjs.ts';
import { syncBuiltinESMExports } from './internal/modules/esm.ts';
import { packageScope } from './internal/modules/package-json.ts';
import { isPath, resolveImport } from './internal/modules/resolve.ts';
import { refusal } from './internal/refuse.ts';
import { validateBoolean, validateObject, validateString } from './internal/validators.ts';
import { dirname, join } from './path.ts';
import { fileURLToPath, pathToFileURL } from './url.ts';

/** Whether a name is that of a builtin. */
export function isBuiltin(name: unknown): boolean {
  return typeof name === 'string' && builtinOf(name) !== undefined;
}

/**
 * The file of the `package.json` that a module belongs to. https://nodejs.org/api/module.html#modulefindpackagejsonspecifier-base
 *
 * @throws ERR_MISSING_ARGS, ERR_INVALID_ARG_TYPE
 */
export function findPackageJSON(specifier: string | URL, base?: string | URL): string | undefined {
  if (specifier === undefined) throw new ERR_MISSING_ARGS('specifier');
  const given = specifier instanceof URL ? specifier.href : specifier;
  validateString(given, 'specifier');
  if (base !== undefined && !(base instanceof URL)) validateString(base, 'base');
  const from = base === undefined ? undefined : String(base);
  const baseUrl = from?.startsWith('file:') ? from : pathToFileURL(from ?? join('.', 'x')).href;
  const bare = !isPath(given) && !given.startsWith('file:');
  const target = bare ? dirname(fileURLToPath(resolveImport(given, baseUrl))) : fileURLToPath(new URL(given, baseUrl));
  // A folder is where the look-up begins.
  const scope = packageScope(join(target, bare || target.endsWith('/') ? 'x' : ''));
  return scope && join(scope.folder, 'package.json');
}

/** Stacks name original files by the maps that the host keeps; a program's own maps are not read. https://nodejs.org/api/module.html#modulesetsourcemapssupportenabled-options */
export function setSourceMapsSupport(enabled: unknown, options: unknown = {}): void {
  validateBoolean(enabled, 'enabled');
  validateObject(options, 'options');
  const { nodeModules = false, generatedCode = false } = options as Record<string, unknown>;
  validateBoolean(nodeModules, 'options.nodeModules');
  validateBoolean(generatedCode, 'options.generatedCode');
  if (enabled) throw refusal('module.setSourceMapsSupport()');
}

/** https://nodejs.org/api/module.html#modulegetsourcemapssupport */
export function getSourceMapsSupport(): object {
  return Object.freeze({ __proto__: null, enabled: false, nodeModules: false, generatedCode: false });
}

export { builtinModules, createRequire, Module, runMain, syncBuiltinESMExports };

const statics = {
  Module,
  builtinModules,
  createRequire,
  findPackageJSON,
  getSourceMapsSupport,
  isBuiltin,
  runMain,
  setSourceMapsSupport,
  syncBuiltinESMExports,
};
Object.assign(Module, statics);

export default Module;
