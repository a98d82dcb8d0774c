/** The errors of the REPL. https://nodejs.org/api/errors.html */
import { makeNodeError } from '../errors.ts';

export const ERR_INVALID_REPL_INPUT = /* @__PURE__ */ makeNodeError<[message: string]>(
  'ERR_INVALID_REPL_INPUT',
  (message) => message,
  TypeError,
);
export const ERR_INVALID_REPL_EVAL_CONFIG = /* @__PURE__ */ makeNodeError<[]>(
  'ERR_INVALID_REPL_EVAL_CONFIG',
  'Cannot specify both "breakEvalOnSigint" and "eval" for REPL',
  TypeError,
);
