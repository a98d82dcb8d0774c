/** `vm.Script` and the functions that make and run one. https://nodejs.org/api/vm.html#class-vmscript */
import type { Buffer } from '../buffer/buffer.ts';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { kValidateObjectAllowObjects, validateObject } from '../validators.ts';
import { applyCache, cachedDataOf } from './cached-data.ts';
import { type Context, contextify, contextOf } from './context.ts';
import { cacheOptions, contextOptions, newContextOptions, optionsOf, originOf, runOptions } from './options.ts';
import { runGlobally, runInContext as runSource } from './run.ts';
import { decorate, readSource, type Source } from './source.ts';

/** https://nodejs.org/api/vm.html#vmconstants */
export const DONT_CONTEXTIFY: unique symbol = Symbol('vm_context_no_contextify') as never;

const SOURCE_MAP = /\/\/[#@] ?sourceMappingURL=([^\s'"]*)\s*$/;

/** A script that was read once and can be run many times. */
export class Script {
  readonly #source: Source;
  declare cachedDataRejected?: boolean;
  declare cachedDataProduced?: boolean;
  declare cachedData?: Buffer;
  declare sourceMapURL: string | undefined;

  /** @throws SyntaxError */
  constructor(code: unknown, options: unknown = {}) {
    const text = `${code as string}`;
    const read = optionsOf(options);
    const origin = originOf(read, 'evalmachine.<anonymous>');
    const cache = cacheOptions(read);
    this.#source = readSource(text, origin);
    applyCache(this, text, cache.given, cache.wanted);
    this.sourceMapURL = SOURCE_MAP.exec(text)?.[1];
  }

  /** Runs it in the program's own global scope; the value of its last statement. */
  runInThisContext(options?: unknown): unknown {
    const { displayErrors } = runOptions(options);
    return this.#run(displayErrors, () => runGlobally(this.#source));
  }

  /** Runs it in a context. @throws ERR_INVALID_ARG_TYPE for an object that is none */
  runInContext(contextifiedObject: unknown, options?: unknown): unknown {
    const context = validateContext(contextifiedObject);
    const { displayErrors } = runOptions(options);
    return this.#run(displayErrors, () => runSource(this.#source, context));
  }

  /** Makes a context of `contextObject` and runs it there. */
  runInNewContext(contextObject?: unknown, options?: unknown): unknown {
    const context = createContext(contextObject, newContextOptions(options));
    return this.runInContext(context, options);
  }

  /** https://nodejs.org/api/vm.html#scriptcreatecacheddata */
  createCachedData(): Buffer {
    return cachedDataOf(this.#source.text);
  }

  #run(displayErrors: boolean, run: () => unknown): unknown {
    try {
      return run();
    } catch (error) {
      if (displayErrors) decorate(error, this.#source);
      throw error;
    }
  }
}

/** The context of an object. @throws ERR_INVALID_ARG_TYPE */
export function validateContext(object: unknown, name = 'contextifiedObject'): Context {
  validateObject(object, name, kValidateObjectAllowObjects);
  const context = contextOf(object);
  if (context === undefined) throw new ERR_INVALID_ARG_TYPE(name, 'vm.Context', object);
  return context;
}

/** https://nodejs.org/api/vm.html#vmiscontextobject */
export function isContext(object: unknown): boolean {
  validateObject(object, 'object', kValidateObjectAllowObjects);
  return contextOf(object) !== undefined;
}

/** https://nodejs.org/api/vm.html#vmcreatecontextcontextobject-options */
export function createContext(contextObject: unknown = {}, options: unknown = {}): object {
  const vanilla = contextObject === DONT_CONTEXTIFY;
  if (!vanilla && isContext(contextObject)) return contextObject as object;
  const { strings } = contextOptions(options);
  return contextify(vanilla ? {} : (contextObject as object), strings, vanilla).object;
}

/** https://nodejs.org/api/vm.html#vmcreatescript */
export function createScript(code: unknown, options?: unknown): Script {
  return new Script(code, options);
}

const withDisplay = (options: unknown): unknown => (typeof options === 'string' ? { filename: options } : options);
/** What of the options of a one-off run is for the run itself. */
const forRun = (options: unknown): unknown => (typeof options === 'object' && options !== null ? options : {});

/** https://nodejs.org/api/vm.html#vmrunincontextcode-contextifiedobject-options */
export function runInContext(code: unknown, contextifiedObject: unknown, options?: unknown): unknown {
  validateContext(contextifiedObject);
  const read = withDisplay(options);
  return new Script(code, read).runInContext(contextifiedObject, forRun(read));
}

/** https://nodejs.org/api/vm.html#vmruninnewcontextcode-contextobject-options */
export function runInNewContext(code: unknown, contextObject?: unknown, options?: unknown): unknown {
  const read = withDisplay(options);
  const context = createContext(contextObject, newContextOptions(read));
  return new Script(code, read).runInContext(context, forRun(read));
}

/** https://nodejs.org/api/vm.html#vmruninthiscontextcode-options */
export function runInThisContext(code: unknown, options?: unknown): unknown {
  const read = withDisplay(options);
  return new Script(code, read).runInThisContext(forRun(read));
}
