/**
 * `node:vm` in an engine with one realm: see `internal/vm/context.ts` for what a context is here.
 *
 * https://nodejs.org/api/vm.html
 */
import { refuse } from './internal/refuse.ts';
import { compileFunction } from './internal/vm/compile-function.ts';
import { USE_MAIN_CONTEXT_DEFAULT_LOADER } from './internal/vm/dynamic-import.ts';
import {
  createContext,
  createScript,
  DONT_CONTEXTIFY,
  isContext,
  runInContext,
  runInNewContext,
  runInThisContext,
  Script,
} from './internal/vm/script.ts';

/** https://nodejs.org/api/vm.html#vmconstants */
export const constants: Readonly<Record<string, symbol>> = /* @__PURE__ */ Object.freeze(
  Object.assign(Object.create(null), { USE_MAIN_CONTEXT_DEFAULT_LOADER, DONT_CONTEXTIFY }),
);

/** The engine does not tell how much of its memory a context holds. */
export const measureMemory = /* @__PURE__ */ refuse('vm', 'measureMemory');

export {
  compileFunction,
  createContext,
  createScript,
  isContext,
  runInContext,
  runInNewContext,
  runInThisContext,
  Script,
};
export default {
  compileFunction,
  constants,
  createContext,
  createScript,
  isContext,
  measureMemory,
  runInContext,
  runInNewContext,
  runInThisContext,
  Script,
};
