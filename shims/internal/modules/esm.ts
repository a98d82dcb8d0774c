/**
 * ES modules: a graph is read and compiled as a whole, then evaluated dependencies first, synchronously where no module of it
 * has a top-level `await`. https://nodejs.org/api/esm.html
 */
import { readFileSync } from '../../fs.ts';
import { dirname } from '../../path.ts';
import { fileURLToPath } from '../../url.ts';
import { tracingChannel } from '../diagnostics_channel/tracing-channel.ts';
import { type BuiltinNamespace, builtinNamespace } from './builtins.ts';
import { formatOf, Module } from './cjs.ts';
import { ERR_REQUIRE_ASYNC_MODULE, ERR_UNKNOWN_FILE_EXTENSION } from './errors.ts';
import { compileSource, evaluateFunction, type LoadedSource } from './evaluate.ts';
import { resolveImport } from './resolve.ts';

type Namespace = Record<string, unknown>;
type ModuleSource = Extract<LoadedSource, { format: 'module' }>;
type ModuleBody = (
  exports: Namespace,
  lookUp: (specifier: string, detail?: { importedNames?: string[] }) => Namespace,
  dynamicImport: (specifier: unknown, options?: unknown) => Promise<Namespace>,
  meta: object,
  exportAll: (from: Namespace) => void,
) => unknown;

/** One module of the graph. */
interface ModuleRecord {
  url: string;
  namespace: Namespace;
  dependencies: Map<string, ModuleRecord>;
  /** Runs it; a promise where it has a top-level await. */
  evaluate: () => unknown;
  asynchronous: boolean;
  state: 'linked' | 'evaluating' | 'evaluated' | 'failed';
  error: unknown;
  /** Settles when an asynchronous evaluation has ended. */
  done: Promise<void> | undefined;
}

const records = new Map<string, ModuleRecord>();
const namespaces = new WeakSet<object>();

/** Whether an object is a module namespace of this loader (`util.types.isModuleNamespaceObject`). */
export function isNamespace(value: object): boolean {
  return namespaces.has(value);
}

function newNamespace(): Namespace {
  const namespace = Object.create(null, { [Symbol.toStringTag]: { value: 'Module' } }) as Namespace;
  namespaces.add(namespace);
  return namespace;
}

function newRecord(url: string, evaluate: () => unknown): ModuleRecord {
  const record: ModuleRecord = {
    url,
    namespace: newNamespace(),
    dependencies: new Map(),
    evaluate,
    asynchronous: false,
    state: 'linked',
    error: undefined,
    done: undefined,
  };
  records.set(url, record);
  return record;
}

/** Reads and compiles a module with all that it imports. */
function link(url: string, source?: ModuleSource): ModuleRecord {
  const known = records.get(url);
  if (known !== undefined) return known;
  if (url.startsWith('node:')) return linkBuiltin(url);
  if (url.startsWith('data:')) return linkText(url, url, ...readDataUrl(url));
  const filename = fileURLToPath(url);
  if (source !== undefined) return linkModule(url, source);
  if (filename.endsWith('.json')) return linkText(url, filename, readFileSync(filename, 'utf8') as string, 'json');
  const format = formatOf(filename);
  const knownExtension = /\.[cm]?[jt]s$/.test(filename) || !/\.[^/]*$/.test(filename.slice(filename.lastIndexOf('/')));
  if (!knownExtension) throw new ERR_UNKNOWN_FILE_EXTENSION(filename.slice(filename.lastIndexOf('.')), filename);
  if (format === 'commonjs') return linkCommonJs(url, filename);
  return linkText(url, filename, readFileSync(filename, 'utf8') as string, format);
}

function linkText(url: string, filename: string, text: string, format: 'module' | 'json' | undefined): ModuleRecord {
  if (format === 'json') {
    const record = newRecord(url, () => {});
    record.namespace['default'] = JSON.parse(text);
    return record;
  }
  const source = compileSource(filename, text, format);
  return source.format === 'module' ? linkModule(url, source) : linkCommonJs(url, filename);
}

function linkBuiltin(url: string): ModuleRecord {
  const record = newRecord(url, () => {});
  const from = builtinNamespace(url.slice('node:'.length));
  fillBuiltin(record.namespace, from);
  for (const key of Object.keys(from)) if (!(key in record.namespace)) record.namespace[key] = from[key];
  return record;
}

function fillBuiltin(namespace: Namespace, from: BuiltinNamespace): void {
  const exports = from.default as Namespace;
  for (const key of Object.keys(exports)) if (key !== 'default') namespace[key] = exports[key];
  namespace['default'] = exports;
}

/** Brings the named exports of the builtins up to date with their default objects (`module.syncBuiltinESMExports`). */
export function syncBuiltinESMExports(): void {
  for (const { url, namespace } of records.values()) {
    if (url.startsWith('node:')) fillBuiltin(namespace, builtinNamespace(url.slice('node:'.length)));
  }
}

function linkCommonJs(url: string, filename: string): ModuleRecord {
  const record: ModuleRecord = newRecord(url, () => {
    const exports = Module._load(filename, null, false);
    const isObject = (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
    if (isObject) {
      for (const key of Object.keys(exports)) {
        if (key !== 'default') record.namespace[key] = (exports as Namespace)[key];
      }
    }
    record.namespace['default'] = exports;
    record.namespace['module.exports'] = exports;
  });
  return record;
}

function linkModule(url: string, source: ModuleSource): ModuleRecord {
  const record: ModuleRecord = newRecord(url, () =>
    body(record.namespace, lookUp, dynamicImport, importMeta(url), exportAll),
  );
  record.asynchronous = source.asynchronous;
  let body: ModuleBody;
  try {
    body = evaluateFunction(source.filename, source.code, source.lines) as ModuleBody;
    for (const specifier of source.dependencies)
      record.dependencies.set(specifier, link(resolveImport(specifier, url)));
  } catch (error) {
    records.delete(url);
    throw error;
  }
  const lookUp: Parameters<ModuleBody>[1] = (specifier, detail) => {
    const dependency = record.dependencies.get(specifier) as ModuleRecord;
    for (const name of detail?.importedNames ?? []) checkExport(dependency, name, specifier);
    return dependency.namespace;
  };
  const dynamicImport: Parameters<ModuleBody>[2] = (specifier) => importModule(specifier, url);
  const exportAll = (from: Namespace) => copyExports(record.namespace, from);
  return record;
}

/** @throws SyntaxError, as V8 words it, for an import that its module does not export. */
function checkExport(dependency: ModuleRecord, name: string, specifier: string): void {
  if (name in dependency.namespace || dependency.state !== 'evaluated') return;
  throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${name}'`);
}

/** `export *`: all but the default, as live bindings; what is there already wins. */
function copyExports(to: Namespace, from: Namespace): void {
  for (const key of Object.keys(from)) {
    if (key === 'default' || key in to) continue;
    Object.defineProperty(to, key, { enumerable: true, configurable: true, get: () => from[key] });
  }
}

function importMeta(url: string): object {
  const meta = Object.create(null) as Record<string, unknown>;
  if (url.startsWith('file:')) {
    meta['filename'] = fileURLToPath(url);
    meta['dirname'] = dirname(fileURLToPath(url));
  }
  meta['main'] = url === mainUrl;
  meta['resolve'] = (specifier: string) => resolveImport(`${specifier}`, url);
  meta['url'] = url;
  return meta;
}

let mainUrl: string | undefined;

/** Says which module is the program's (`import.meta.main`). */
export function setMainUrl(url: string): void {
  mainUrl = url;
}

function readDataUrl(url: string): [text: string, format: 'module' | 'json'] {
  const match = /^data:([^,]*?)(;base64)?,(.*)$/s.exec(url);
  const type = match?.[1]?.split(';')[0] ?? '';
  const data = decodeURIComponent(match?.[3] ?? '');
  const text = match?.[2] === undefined ? data : atob(data);
  if (/^(?:text|application)\/(?:javascript|ecmascript)$/.test(type)) return [text, 'module'];
  if (type === 'application/json') return [text, 'json'];
  throw Object.assign(new TypeError(`Unknown module format: ${type} for URL ${url}`), {
    code: 'ERR_UNKNOWN_MODULE_FORMAT',
  });
}

/** Evaluates what a module needs and then the module. @returns a promise where something of it is asynchronous */
function evaluate(record: ModuleRecord): Promise<void> | undefined {
  if (record.state === 'failed') throw record.error;
  if (record.state === 'evaluated') return undefined;
  // A cycle, or an evaluation that is under way: the one that began it sees to its end.
  if (record.state === 'evaluating') return undefined;
  record.state = 'evaluating';
  const dependencies = [...record.dependencies.values()];
  const fail = (error: unknown): never => {
    record.state = 'failed';
    record.error = error;
    throw error;
  };
  const finish = () => {
    record.state = 'evaluated';
  };
  const run = (from: number): Promise<void> | undefined => {
    for (let i = from; i < dependencies.length; i++) {
      const dependency = dependencies[i] as ModuleRecord;
      const pending =
        evaluate(dependency) ??
        (dependency.done !== undefined && !waitsFor(dependency, record) ? dependency.done : undefined);
      if (pending !== undefined) return pending.then(() => run(i + 1));
    }
    const result = record.evaluate();
    if (record.asynchronous) return (result as Promise<unknown>).then(finish);
    finish();
    return undefined;
  };
  let pending: Promise<void> | undefined;
  try {
    pending = run(0);
  } catch (error) {
    return fail(error);
  }
  if (pending === undefined) return undefined;
  record.done = pending.catch(fail).finally(() => {
    record.done = undefined;
  });
  return record.done;
}

/** Whether `record` cannot end before `other` does. */
function waitsFor(record: ModuleRecord, other: ModuleRecord, seen: Set<ModuleRecord> = new Set()): boolean {
  if (record === other) return true;
  if (seen.has(record)) return false;
  seen.add(record);
  return [...record.dependencies.values()].some(
    (dependency) => dependency.state === 'evaluating' && waitsFor(dependency, other, seen),
  );
}

const tracing = /* @__PURE__ */ tracingChannel('module.import');

/** `import(specifier)` in the module `base` (a URL). */
export function importModule(specifier: unknown, base: string): Promise<Namespace> {
  if (!tracing.hasSubscribers) return load(specifier, base);
  const context = { parentURL: base, url: `${specifier}` };
  return tracing.tracePromise(() => load(specifier, base), context) as Promise<Namespace>;
}

async function load(specifier: unknown, base: string): Promise<Namespace> {
  const record = link(resolveImport(`${specifier}`, base));
  await evaluate(record);
  if (record.done !== undefined) await record.done;
  return record.namespace;
}

/** `require` of an ES module. @throws ERR_REQUIRE_ASYNC_MODULE */
export function requireModule(url: string, source: ModuleSource): unknown {
  const record = link(url, source);
  if (isAsynchronous(record)) throw new ERR_REQUIRE_ASYNC_MODULE(fileURLToPath(url));
  evaluate(record);
  return Object.hasOwn(record.namespace, 'module.exports') ? record.namespace['module.exports'] : record.namespace;
}

function isAsynchronous(record: ModuleRecord, seen: Set<ModuleRecord> = new Set()): boolean {
  if (seen.has(record)) return false;
  seen.add(record);
  return (
    record.asynchronous || [...record.dependencies.values()].some((dependency) => isAsynchronous(dependency, seen))
  );
}

/** Runs a program that is a URL. */
export function runUrl(url: string): Promise<unknown> {
  setMainUrl(url);
  return importModule(url, url);
}
