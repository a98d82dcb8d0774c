/** What `node:repl` says about itself. https://nodejs.org/api/repl.html */
import { inspect } from '../util/inspect.ts';

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

/** Shows a value as text. */
export type Writer = ((value: unknown) => string) & { options?: Record<string, unknown> };

/** How the REPL shows a value: https://nodejs.org/api/repl.html#customizing-repl-output */
export const writer = /* @__PURE__ */ Object.assign((value: unknown) => inspect(value, writer.options), {
  options: { ...inspect.defaultOptions, showProxy: true } as Record<string, unknown>,
});
