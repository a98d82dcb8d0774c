/**
 * `node:repl`: not offered; what it says about itself is there.
 *
 * https://nodejs.org/api/repl.html
 */
import { builtinModules } from './internal/modules/builtins.ts';
import { refuse } from './internal/refuse.ts';
import { inspect } from './internal/util/inspect.ts';

export const start = /* @__PURE__ */ refuse('repl', 'start');
export const REPLServer = /* @__PURE__ */ refuse('repl', 'REPLServer');
export const REPL_MODE_SLOPPY: unique symbol = Symbol('repl-sloppy') as never;
export const REPL_MODE_STRICT: unique symbol = Symbol('repl-strict') as never;

/** An evaluator throws it to ask for more lines: https://nodejs.org/api/repl.html#recoverable-errors */
export class Recoverable extends SyntaxError {
  err: unknown;
  constructor(err: unknown) {
    super();
    this.err = err;
  }
}

/** How the REPL shows a value: https://nodejs.org/api/repl.html#customizing-repl-output */
export const writer = /* @__PURE__ */ Object.assign((value: unknown) => inspect(value, writer.options), {
  options: { ...inspect.defaultOptions, showProxy: true },
});

export { builtinModules };
export default {
  builtinModules,
  REPL_MODE_SLOPPY,
  REPL_MODE_STRICT,
  REPLServer,
  Recoverable,
  start,
  writer,
};
