/** Evaluates the text of a module. */
import { type Compiled, compile, type Format } from 'zora:node/compiler@0.1.0';
import { reserveLines } from './source-lines.ts';

// Indirect, so that the text is evaluated in the global scope and sloppy mode.
// biome-ignore lint/security/noGlobalEval: a program's modules are evaluated; that is what the module loader is for.
const evaluateGlobally = globalThis.eval;

/** Evaluates a function expression, whose lines then are those of `filename`. */
export function evaluateFunction(filename: string, text: string, lines: ArrayLike<number>): unknown {
  return evaluateGlobally('\n'.repeat(reserveLines(filename, text, lines)) + text);
}

/** What may not be evaluated as it is: ES module syntax, `import(…)`, async functions (`promises/rejections.ts`). */
const NEEDS_COMPILING = /\b(?:import|export|async)\b/;

/** The wrapper of a CommonJS module. */
export type ScriptFunction = (
  exports: unknown,
  require: unknown,
  module: unknown,
  filename: string,
  dirname: string,
  dynamicImport: (specifier: unknown) => Promise<unknown>,
) => unknown;

/** A module that was read and compiled. */
export type LoadedSource =
  | { format: 'commonjs'; run: ScriptFunction }
  | ({ format: 'module'; filename: string } & Compiled);

/**
 * @param format as the file's name and its package say; undefined: by its syntax
 * @throws SyntaxError with the place in front of its stack, as Node prints it
 */
export function compileSource(filename: string, text: string, format: Format | undefined): LoadedSource {
  const typescript = /\.[cm]?ts$/.test(filename);
  if (!typescript && format !== 'module' && !NEEDS_COMPILING.test(text)) {
    const script = text.startsWith('#!') ? `//${text.slice(2)}` : text;
    const run = evaluateFunction(
      filename,
      `(function (exports, require, module, __filename, __dirname) {${script}\n})`,
      [],
    );
    return { format: 'commonjs', run: run as ScriptFunction };
  }
  const compiled = compileOnHost(filename, text, format, typescript);
  if (compiled.format === 'module') return { ...compiled, format: 'module', filename };
  return { format: 'commonjs', run: evaluateFunction(filename, compiled.code, compiled.lines) as ScriptFunction };
}

function compileOnHost(filename: string, text: string, format: Format | undefined, typescript: boolean): Compiled {
  try {
    return compile({ filename: filename.toWellFormed(), text: text.toWellFormed(), format, typescript });
  } catch (error) {
    const payload = (error as { payload?: { message: string; line: number; column: number; excerpt: string } }).payload;
    if (payload === undefined) throw error;
    const { message, line, column, excerpt } = payload;
    const syntaxError = new SyntaxError(message);
    const caret = excerpt === '' ? '' : `${excerpt}\n${' '.repeat(Math.max(0, column - 1))}^\n`;
    syntaxError.stack = `${filename}:${line}\n${caret}\nSyntaxError: ${message}`;
    throw syntaxError;
  }
}
