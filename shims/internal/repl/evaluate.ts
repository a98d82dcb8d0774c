/** The default evaluator of a REPL. */
import { Script } from '../vm/script.ts';
import { isIncomplete } from './incomplete.ts';
import { Recoverable } from './modes.ts';

/** Gives the outcome of an evaluation. */
export type Finish = (error: unknown, value?: unknown) => void;

/** How a REPL evaluates. */
export interface EvaluationOptions {
  strict: boolean;
  useGlobal: boolean;
  /** Gets what the program throws. */
  thrown(error: unknown): void;
}

/** `{ a: 1 }` is an object to whoever types it, and not a block. */
const MAY_BE_OBJECT = /^\s*\{/;
const AWAITS = /\bawait\b/;

function parse(code: string, file: string): Script {
  return new Script(code, { filename: file });
}

/** Evaluates `code`, in the context or globally. */
export function evaluate(
  code: string,
  context: object,
  file: string,
  { strict, useGlobal, thrown }: EvaluationOptions,
  finish: Finish,
): void {
  const text = code;
  if (text === '\n') {
    finish(null);
    return;
  }
  const prologue = strict && text.trim() !== '' ? "'use strict'; void 0; " : '';
  let script: Script | undefined;
  let isAsync = false;
  if (MAY_BE_OBJECT.test(text) && !/;\s*$/.test(text)) script = tryParse(`${prologue}(${text.trim()})\n`, file);
  if (script === undefined) {
    try {
      script = parse(`${prologue}${text}`, file);
    } catch (error) {
      script = AWAITS.test(text)
        ? (tryParse(`(async () => (${text.trim()}\n))()`, file) ?? tryParse(`(async () => { ${text}\n })()`, file))
        : undefined;
      isAsync = script !== undefined;
      if (script === undefined) {
        finish(isIncomplete(text) ? new Recoverable(error) : error);
        return;
      }
    }
  }
  let value: unknown;
  try {
    value = useGlobal
      ? script.runInThisContext({ displayErrors: false })
      : script.runInContext(context, { displayErrors: false });
  } catch (error) {
    thrown(error);
    return;
  }
  if (isAsync) (value as Promise<unknown>).then((settled) => finish(null, settled), finish);
  else finish(null, value);
}

function tryParse(code: string, file: string): Script | undefined {
  try {
    return parse(code, file);
  } catch {
    return undefined;
  }
}
