/** What the Tab key does with the answers of a completer. */
import { getStringWidth } from '../util/string-width.ts';
import type { Editor } from './editor.ts';
import { commonPrefix } from './text.ts';

/** The texts that fit, and the part of the line that they complete. */
export type Completions = [completions: string[] | undefined, completed: string];

/** Inserts what all completions have in common; where that is nothing and Tab was pressed twice, lists them. */
export function applyCompletions(editor: Editor, [completions, completed]: Completions, lastWasTab: boolean): void {
  if (!completions || completions.length === 0) return;
  const prefix = commonPrefix(completions.filter((text) => text !== ''));
  if (prefix.startsWith(completed) && prefix.length > completed.length) {
    editor._insertString(prefix.slice(completed.length));
    return;
  }
  if (!completed.startsWith(prefix)) {
    const start = editor.cursor - completed.length;
    editor.line = editor.line.slice(0, start) + prefix + editor.line.slice(editor.cursor);
    editor.cursor = start + prefix.length;
    editor._refreshLine();
    return;
  }
  if (!lastWasTab) return;
  editor._beforeEdit();
  editor._writeToOutput(inColumns(completions, editor.columns));
  editor._refreshLine();
}

/** The texts in as many columns as fit; an empty one separates groups. */
function inColumns(completions: readonly string[], columns: number): string {
  const widths = completions.map((text) => getStringWidth(text));
  const width = Math.max(...widths) + 2;
  const fits = Math.floor(columns / width) || 1;
  const perRow = fits === Number.POSITIVE_INFINITY ? 1 : fits;
  let output = '\r\n';
  let inRow = 0;
  let gap = 0;
  completions.forEach((text, index) => {
    if (text === '' || inRow === perRow) {
      output += '\r\n';
      inRow = 0;
      gap = 0;
    } else {
      output += ' '.repeat(gap);
    }
    if (text === '') {
      output += '\r\n';
      return;
    }
    output += text;
    gap = width - (widths[index] as number);
    inRow++;
  });
  return inRow === 0 ? output : `${output}\r\n\r\n`;
}
