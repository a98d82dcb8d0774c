/** How a REPL shows what was thrown. */
import type { Writer } from './modes.ts';

/** The frames of what was typed, without those of the REPL. */
function tidyStack(error: object): void {
  const { stack } = error as { stack?: unknown };
  if (typeof stack !== 'string') return;
  const lines = stack.split('\n');
  const isTyped = (line: string) => /^\s+at (?:REPL\d+|[^(]*\(REPL\d+)/.test(line);
  const end = lines.findLastIndex(isTyped);
  const start = lines.findIndex((line) => /^\s+at /.test(line));
  if (start < 0) return;
  let kept = end < 0 ? start : end;
  // The program that was typed is the outermost frame: it has no name.
  if (end >= 0 && !/^\s+at REPL\d+/.test(lines[end] as string)) kept = end + 1;
  Object.defineProperty(error, 'stack', {
    value: lines.slice(0, kept).join('\n'),
    writable: true,
    configurable: true,
  });
}

/** The text for an error: `Uncaught …`, on one line where it fits. */
export function describeUncaught(error: unknown, write: Writer): string {
  if (typeof error === 'object' && error !== null) {
    if (error instanceof SyntaxError) (error as { stack?: string }).stack = `${error.name}: ${error.message}`;
    else tidyStack(error);
  }
  let shown = write(error);
  if (error instanceof Error && shown.startsWith('[') && shown.endsWith(']')) shown = shown.slice(1, -1);
  const breakLength = Number(write.options?.['breakLength'] ?? 80);
  let marked = false;
  let text = '';
  for (const line of shown.split(/(?<=\n)/)) {
    if (!marked && /^\[?([A-Z][a-z0-9_]*)*Error/.test(line)) {
      text += breakLength >= line.length ? `Uncaught ${line}` : `Uncaught:\n${line}`;
      marked = true;
    } else text += line;
  }
  if (!marked) text = `Uncaught${shown.includes('\n') ? ':\n' : ' '}${shown}`;
  return text.endsWith('\n') ? text : `${text}\n`;
}
