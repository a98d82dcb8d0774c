/**
 * Tells which file and line a stack frame of evaluated code belongs to. The engine calls all evaluated code by one name, so that
 * each module is evaluated with its own range of line numbers, by line feeds put before it.
 */

interface Range {
  /** The module's first line number in the engine. */
  base: number;
  filename: string;
  /** The source's line of each line of the evaluated text; empty where they are the same. */
  lines: ArrayLike<number>;
}

const ranges: Range[] = [];
let nextBase = 1;

/** Reserves the lines of a module. @returns how many line feeds go before its text. */
export function reserveLines(filename: string, text: string, lines: ArrayLike<number>): number {
  const base = nextBase;
  ranges.push({ base, filename, lines });
  nextBase = base + countLines(text);
  return base - 1;
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** The file and line of a line number of the engine; undefined outside of all modules. */
export function locate(line: number): { filename: string; line: number } | undefined {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as Range).base <= line) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low - 1];
  if (range === undefined) return undefined;
  const index = line - range.base;
  return { filename: range.filename, line: range.lines[index] ?? index + 1 };
}
