/** The text of a script, ready to be evaluated: with its place in stacks, and what it declares. */
import { reserveLines } from '../modules/source-lines.ts';
import { makeImporter, replaceImports } from './dynamic-import.ts';
import { type ScriptNames, scanScript } from './scan.ts';

// Indirect, so that the text is evaluated in the global scope and sloppy mode.
// biome-ignore lint/security/noGlobalEval: evaluating text is what this module is for.
const evaluateGlobally = globalThis.eval;

/** Where a script comes from. */
export interface Origin {
  filename: string;
  lineOffset: number;
  columnOffset: number;
  importModuleDynamically: unknown;
}

/** A script whose syntax has been checked. */
export interface Source {
  origin: Origin;
  /** What it declares; found when it is first asked for. */
  readonly names: ScriptNames;
  text: string;
  /** Line feeds and, on a line of its own, what comes before the script's text. */
  compose(prologue: string): string;
}

/** More columns than this are not kept: they would be spaces before the text. */
export const MAX_COLUMN_OFFSET = 10_000;

/**
 * Reads a script.
 * @throws SyntaxError, its stack beginning with the place as Node prints it
 */
export function readSource(text: string, origin: Origin): Source {
  // Reading it token by token costs more than all else: it is done where a context, or an `import(…)`, needs it.
  let names: ScriptNames | undefined;
  const scan = (): ScriptNames => {
    if (names !== undefined) return names;
    names = scanScript(text);
    for (const name of [...names.vars, ...names.functions, ...names.lexicals]) names.assigned.delete(name);
    return names;
  };
  const code = /\bimport\b/.test(text)
    ? replaceImports(text, scan().imports, makeImporter(origin.importModuleDynamically, origin.filename))
    : text;
  const indent = ' '.repeat(Math.min(Math.max(origin.columnOffset, 0), MAX_COLUMN_OFFSET));
  const lines = new Int32Array((text.match(/\n/g)?.length ?? 0) + 2);
  for (let index = 0; index < lines.length; index++) lines[index] = origin.lineOffset + Math.max(index, 1);
  const feeds = '\n'.repeat(reserveLines(origin.filename, `\n${text}`, lines));
  const directive = STRICT.test(text) ? '"use strict";' : '';
  const source: Source = {
    origin,
    get names() {
      return scan();
    },
    text,
    compose: (prologue) => `${feeds}${directive}${prologue}\n${indent}${code}`,
  };
  checkSyntax(source);
  return source;
}

/** A script that begins with directives, `use strict` among them. */
const STRICT = /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/|(['"])(?:(?!\1)[^\\\n])*\1\s*;)*(['"])use strict\2/;

const NOT_RUN = {};

let check: ((text: string, notRun: object) => void) | undefined;

/** Has the engine parse the script, but not run it. */
function checkSyntax(source: Source): void {
  check ??= evaluateGlobally('(function (__wasiNodeText, __wasiNodeNotRun) { eval(__wasiNodeText); })') as typeof check;
  try {
    check?.(source.compose('throw __wasiNodeNotRun;'), NOT_RUN);
  } catch (error) {
    if (error === NOT_RUN) return;
    if (error instanceof Error) decorate(error, source);
    throw error;
  }
}

/**
 * Checks that text is the whole body of a function, and does not end the function by itself.
 * @throws SyntaxError
 */
export function checkBody(body: string): void {
  try {
    evaluateGlobally(`throw null; ({ m() {\n${body}\n} })`);
  } catch (error) {
    if (error !== null) throw new SyntaxError("Unexpected token '}'");
  }
}

const decorated = new WeakSet<object>();

/** Puts the place in front of an error's stack, with the line and a mark below the column, as Node does. */
export function decorate(error: unknown, source: Source): void {
  if (!(error instanceof Error) || decorated.has(error)) return;
  const { stack } = error;
  if (typeof stack !== 'string') return;
  const { filename, lineOffset, columnOffset } = source.origin;
  const place = stack
    .split('\n')
    .map((line) => /^\s+at (?:.*\()?(.*):(\d+):(\d+)\)?$/.exec(line))
    .find((found) => found?.[1] === filename);
  if (place === undefined || place === null) return;
  decorated.add(error);
  const line = Number(place[2]);
  const column = Number(place[3]) - (line === lineOffset + 1 ? Math.max(columnOffset, 0) : 0);
  const text = source.text.split('\n')[line - lineOffset - 1] ?? '';
  const mark = `${text.slice(0, Math.max(column - 1, 0)).replace(/[^\t]/g, ' ')}^`;
  Object.defineProperty(error, 'stack', {
    value: `${filename}:${line}\n${text}\n${mark}\n\n${stack}`,
    writable: true,
    configurable: true,
  });
}

/** Evaluates text in the global scope. */
export function evaluateText(text: string): unknown {
  return evaluateGlobally(text);
}
