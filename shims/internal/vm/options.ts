/** Reads the options of `node:vm`. https://nodejs.org/api/vm.html */
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { refusal } from '../refuse.ts';
import {
  validateBoolean,
  validateFunction,
  validateInt32,
  validateObject,
  validateOneOf,
  validateString,
  validateUint32,
} from '../validators.ts';
import { USE_MAIN_CONTEXT_DEFAULT_LOADER } from './dynamic-import.ts';
import type { Origin } from './source.ts';

type Options = Record<string, unknown>;

/** The options object, where a string stands for its `filename`. */
export function optionsOf(options: unknown): Options {
  if (typeof options === 'string') return { filename: options };
  validateObject(options, 'options');
  return options as Options;
}

/** Where a script comes from. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function originOf(options: Options, defaultName: string): Origin {
  const { filename = defaultName, lineOffset = 0, columnOffset = 0, importModuleDynamically } = options;
  validateString(filename, 'options.filename');
  validateInt32(lineOffset, 'options.lineOffset');
  validateInt32(columnOffset, 'options.columnOffset');
  if (importModuleDynamically !== undefined && importModuleDynamically !== USE_MAIN_CONTEXT_DEFAULT_LOADER) {
    validateFunction(importModuleDynamically, 'options.importModuleDynamically');
  }
  return { filename, lineOffset, columnOffset, importModuleDynamically };
}

/** The options about V8's code cache: the one that was given, and whether one is asked for. */
export function cacheOptions({ cachedData, produceCachedData = false }: Options): {
  given: ArrayBufferView | undefined;
  wanted: boolean;
} {
  if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) {
    throw new ERR_INVALID_ARG_TYPE('options.cachedData', ['Buffer', 'TypedArray', 'DataView'], cachedData);
  }
  validateBoolean(produceCachedData, 'options.produceCachedData');
  return { given: cachedData, wanted: produceCachedData };
}

/**
 * The options of a run.
 * @throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM for a `timeout` or `breakOnSigint`: the engine cannot be interrupted from within
 */
export function runOptions(options: unknown = {}): { displayErrors: boolean } {
  validateObject(options, 'options');
  const { timeout, displayErrors = true, breakOnSigint = false } = options as Options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(displayErrors, 'options.displayErrors');
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  if (timeout !== undefined) throw refusal('vm timeout');
  if (breakOnSigint) throw refusal('vm breakOnSigint');
  return { displayErrors };
}

/** `createContext`'s options. @returns whether code may be made of strings */
export function contextOptions(options: unknown): { strings: boolean } {
  validateObject(options, 'options');
  const { name = 'VM Context', origin, codeGeneration, microtaskMode } = options as Options;
  validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  if (codeGeneration !== undefined) validateObject(codeGeneration, 'options.codeGeneration');
  const { strings = true, wasm = true } = (codeGeneration ?? {}) as Options;
  validateBoolean(strings, 'options.codeGeneration.strings');
  validateBoolean(wasm, 'options.codeGeneration.wasm');
  validateOneOf(microtaskMode, 'options.microtaskMode', ['afterEvaluate', undefined]);
  if (microtaskMode !== undefined) throw refusal('vm microtaskMode');
  return { strings };
}

/** The options of the context that `runInNewContext` makes. */
export function newContextOptions(options: unknown): Options {
  if (typeof options !== 'object' || options === null) return {};
  const { contextName, contextOrigin, contextCodeGeneration, microtaskMode } = options as Options;
  if (contextName !== undefined) validateString(contextName, 'options.contextName');
  if (contextOrigin !== undefined) validateString(contextOrigin, 'options.contextOrigin');
  if (contextCodeGeneration !== undefined) {
    validateObject(contextCodeGeneration, 'options.contextCodeGeneration');
    const { strings, wasm } = contextCodeGeneration as Options;
    if (strings !== undefined) validateBoolean(strings, 'options.contextCodeGeneration.strings');
    if (wasm !== undefined) validateBoolean(wasm, 'options.contextCodeGeneration.wasm');
  }
  const result: Options = { codeGeneration: contextCodeGeneration, microtaskMode };
  if (contextName !== undefined) result['name'] = contextName;
  if (contextOrigin !== undefined) result['origin'] = contextOrigin;
  return result;
}
