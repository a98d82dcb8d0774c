/** CommonJS: the `Module` class, `require` and its cache. https://nodejs.org/api/modules.html */
import fs from '../../fs.ts';
import { dirname, isAbsolute, resolve } from '../../path.ts';
import { fileURLToPath, pathToFileURL, URL } from '../../url.ts';
import { tracingChannel } from '../diagnostics_channel/tracing-channel.ts';
import { ERR_INVALID_ARG_VALUE, ERR_UNKNOWN_BUILTIN_MODULE } from '../errors.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { validateString } from '../validators.ts';
import { builtinExports, builtinOf } from './builtins.ts';
import { exportsComplete, exportsSoFar } from './circular.ts';
import { importModule, requireModule, setMainUrl } from './esm.ts';
import { compileSource, type ScriptFunction } from './evaluate.ts';
import { packageScope } from './package-json.ts';
import { replacedExports } from './package-modules.ts';
import { isPath, nodeModulePaths, resolveRequire, setStatKind, statKind } from './resolve.ts';

/** The `require` of one module. */
export interface Require {
  (id: string): unknown;
  resolve: ((request: string, options?: { paths?: string[] }) => string) & { paths(request: string): string[] | null };
  main: Module | undefined;
  extensions: Record<string, ExtensionHandler>;
  cache: Record<string, Module>;
}

type ExtensionHandler = (module: Module, filename: string) => void;

/** A CommonJS module. */
export class Module {
  id: string;
  path: string;
  exports: unknown = {};
  filename: string | null = null;
  loaded = false;
  children: Module[] = [];
  paths: string[] = [];
  parent: Module | null | undefined;
  declare require: (id: string) => unknown;

  constructor(id = '', parent?: Module | null) {
    this.id = id;
    this.path = dirname(id);
    Object.defineProperty(this, 'parent', { value: parent, writable: true, configurable: true, enumerable: false });
    parent?.children.push(this);
  }

  /** Reads and runs the file. */
  load(filename: string): void {
    this.filename = filename;
    this.paths = nodeModulePaths(dirname(filename));
    const extension = findExtension(filename);
    (extensions[extension] as ExtensionHandler)(this, filename);
    this.loaded = true;
  }

  /** Evaluates `content` as this module. */
  _compile(content: string, filename: string): unknown {
    const source = compileSource(filename, content, formatOf(filename));
    if (source.format === 'module') {
      this.exports = requireModule(pathToFileURL(filename).href, source);
      return undefined;
    }
    return runScript(this, source.run, filename);
  }

  static _cache: Record<string, Module> = Object.create(null);
  static _pathCache: Record<string, string> = Object.create(null);
  static globalPaths: string[] = [];
  static _extensions: Record<string, ExtensionHandler>;
  static wrapper = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];

  static wrap(script: string): string {
    return `${Module.wrapper[0]}${script}${Module.wrapper[1]}`;
  }

  static _nodeModulePaths(from: string): string[] {
    return nodeModulePaths(from);
  }

  static _resolveLookupPaths(request: string, parent: Module | null | undefined): string[] | null {
    if (builtinOf(request) !== undefined) return null;
    if (isPath(request) && !isAbsolute(request)) return [parent?.filename ? dirname(parent.filename) : '.'];
    return [...(parent?.paths ?? []), ...Module.globalPaths];
  }

  static _resolveFilename(
    request: string,
    parent?: Module | null,
    _isMain?: boolean,
    options?: { paths?: string[] },
  ): string {
    if (builtinOf(request) !== undefined) return request;
    if (request.startsWith('node:')) throw new ERR_UNKNOWN_BUILTIN_MODULE(request);
    const folders = options?.paths ?? [parent?.filename ? dirname(parent.filename) : resolve('.')];
    let failure: unknown;
    for (const folder of folders) {
      const lookup = options?.paths === undefined && parent ? parent.paths : nodeModulePaths(folder);
      try {
        return resolveRequire(request, folder, parent?.filename ?? folder, {
          extensions: Object.keys(extensions),
          paths: [...lookup, ...Module.globalPaths],
          requireStack: () => requireStackOf(parent),
        });
      } catch (error) {
        if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
        failure ??= error;
      }
    }
    throw failure;
  }

  /** 0 for a file, 1 for a folder, negative where there is neither; a program may put another in its place. */
  static get _stat(): (path: string) => number {
    return statKind;
  }

  static set _stat(stat: (path: string) => number) {
    emitWarning('Module._stat is an experimental feature and might change at any time', 'ExperimentalWarning');
    setStatKind(stat);
  }

  static _load(request: string, parent?: Module | null, isMain = false): unknown {
    const builtin = builtinOf(request);
    if (builtin !== undefined) {
      // A builtin may be replaced in the cache, but not under its scheme.
      const replaced = request.startsWith('node:') ? undefined : Module._cache[request];
      return replaced === undefined ? builtinExports(builtin) : replaced.exports;
    }
    const filename = Module._resolveFilename(request, parent, isMain);
    const resolvedBuiltin = builtinOf(filename);
    if (resolvedBuiltin !== undefined) return builtinExports(resolvedBuiltin);
    const cached = Module._cache[filename];
    if (cached !== undefined) {
      if (parent && !parent.children.includes(cached)) parent.children.push(cached);
      return cached.loaded ? cached.exports : exportsSoFar(cached);
    }
    const module = new Module(filename, parent);
    if (isMain) {
      setMain(module);
      module.id = '.';
    }
    Module._cache[filename] = module;
    let threw = true;
    try {
      module.load(filename);
      threw = false;
    } finally {
      exportsComplete(module);
      if (threw) {
        delete Module._cache[filename];
        if (parent) parent.children = parent.children.filter((child) => child !== module);
      }
    }
    return module.exports;
  }

  /** Reads `NODE_PATH` and the folders in the home. */
  static _initPaths(): void {
    const { env } = hostProcess();
    const home = env['HOME'];
    const paths = (env['NODE_PATH'] ?? '').split(':').filter((path) => path !== '');
    if (home) paths.push(resolve(home, '.node_modules'), resolve(home, '.node_libraries'));
    Module.globalPaths = paths;
  }

  static _preloadModules(requests: string[]): void {
    for (const request of requests) Module._load(request, null);
  }
}

const tracing = /* @__PURE__ */ tracingChannel('module.require');

Module.prototype.require = function require(this: Module, id: string): unknown {
  validateString(id, 'id');
  if (id === '') throw new ERR_INVALID_ARG_VALUE('id', id, 'must be a non-empty string');
  const load = () => Module._load(id, this, false);
  return tracing.hasSubscribers ? tracing.traceSync(load, { parentFilename: this.filename, id }) : load();
};

const extensions: Record<string, ExtensionHandler> = Object.assign(Object.create(null), {
  '.js'(module: Module, filename: string) {
    const original = () => {
      module._compile(readText(filename), filename);
      return module.exports;
    };
    const replaced = replacedExports(filename, (id) => module.require(id), original);
    if (replaced !== undefined) module.exports = replaced.exports;
    else original();
  },
  '.json'(module: Module, filename: string) {
    try {
      module.exports = JSON.parse(readText(filename));
    } catch (error) {
      (error as Error).message = `${filename}: ${(error as Error).message}`;
      throw error;
    }
  },
  '.node'(_module: Module, filename: string) {
    throw Object.assign(new Error(`Native addons cannot be loaded: ${filename}`), { code: 'ERR_DLOPEN_DISABLED' });
  },
});
Module._extensions = extensions;

function readText(filename: string): string {
  // As it is at the moment: programs that bring files of their own put another function there.
  const text = fs.readFileSync(filename, 'utf8') as string;
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function findExtension(filename: string): string {
  const name = filename.slice(filename.lastIndexOf('/') + 1);
  for (let at = name.indexOf('.', 1); at >= 0; at = name.indexOf('.', at + 1)) {
    const extension = name.slice(at);
    if (extensions[extension] !== undefined) return extension;
  }
  return '.js';
}

/** What a file's name and its package say of its format; undefined: by its syntax. */
export function formatOf(filename: string): 'commonjs' | 'module' | undefined {
  if (/\.m[jt]s$/.test(filename)) return 'module';
  if (/\.c[jt]s$/.test(filename)) return 'commonjs';
  const type = packageScope(filename)?.type;
  return type === 'module' || type === 'commonjs' ? type : undefined;
}

function requireStackOf(parent: Module | null | undefined): string[] {
  const stack: string[] = [];
  for (let at = parent; at; at = at.parent) stack.push(at.filename ?? at.id);
  return stack;
}

let main: Module | undefined;

interface ProcessLike {
  mainModule: Module;
  env: Record<string, string | undefined>;
}

function hostProcess(): ProcessLike {
  return (globalThis as unknown as { process: ProcessLike }).process;
}

function setMain(module: Module): void {
  main = module;
  hostProcess().mainModule = module;
}

/** `require.main`. */
export function mainModule(): Module | undefined {
  return main;
}

function runScript(module: Module, run: ScriptFunction, filename: string): unknown {
  const dynamicImport = (specifier: unknown) => importModule(specifier, pathToFileURL(filename).href);
  return Reflect.apply(run, module.exports, [
    module.exports,
    makeRequire(module),
    module,
    filename,
    dirname(filename),
    dynamicImport,
  ]);
}

/** The `require` that a module sees. */
export function makeRequire(module: Module): Require {
  const require = ((id: string) => module.require(id)) as Require;
  const resolveRequest = (request: string, options?: { paths?: string[] }) => {
    validateString(request, 'request');
    return Module._resolveFilename(request, module, false, options);
  };
  require.resolve = Object.assign(resolveRequest, {
    paths(request: string) {
      validateString(request, 'request');
      return Module._resolveLookupPaths(request, module);
    },
  });
  Object.defineProperty(require, 'main', { get: mainModule, enumerable: true, configurable: true });
  require.extensions = extensions;
  require.cache = Module._cache;
  return require;
}

/** `module.createRequire`. @param from an absolute path or a `file:` URL */
export function createRequire(from: string | URL): Require {
  const isUrl = from instanceof URL || (typeof from === 'string' && from.startsWith('file:'));
  if (!isUrl && (typeof from !== 'string' || !isAbsolute(from))) {
    throw new ERR_INVALID_ARG_VALUE(
      'filename',
      from,
      'must be a file URL object, file URL string, or absolute path string',
    );
  }
  const filename = isUrl ? fileURLToPath(from) : (from as string);
  const module = new Module(filename);
  module.filename = filename;
  module.paths = nodeModulePaths(filename.endsWith('/') ? filename : dirname(filename));
  return makeRequire(module);
}

/** Runs a program's main file. */
export function runMain(path: string): unknown {
  Module._initPaths();
  const filename = Module._resolveFilename(resolve(path), null, true);
  const { href } = pathToFileURL(filename);
  setMainUrl(href);
  if (formatOf(filename) === 'module') return importModule(href, href);
  Module._load(filename, null, true);
  return undefined;
}

/** Runs the text of a program as a CommonJS module in the working directory. @param name what stacks call it */
export function runText(text: string, name: string): unknown {
  Module._initPaths();
  const filename = resolve(name);
  const module = new Module(name);
  module.filename = filename;
  module.paths = nodeModulePaths(resolve('.'));
  // In a block: a program that is no module may declare `module`, `exports` and the like itself.
  const strict = /^\s*(?:'use strict'|"use strict")/.test(text) ? '"use strict";' : '';
  return module._compile(isModuleText(text) ? text : `${strict}{${text}\n}`, filename);
}

function isModuleText(text: string): boolean {
  return /^\s*(?:import\s*[\w{*'"]|export\s)/m.test(text);
}
