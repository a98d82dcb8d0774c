/** What an editor of lines must know of text. */
import { getStringWidth, stripVTControlCharacters } from '../util/string-width.ts';

/** The code units of the character that ends before `index`. */
export function charLengthLeft(text: string, index: number): number {
  if (index <= 0) return 0;
  const isPair = index > 1 && (text.codePointAt(index - 2) as number) > 0xffff;
  return isPair ? 2 : 1;
}

/** The code units of the character at `index`; 1 at the end, as if there were one. */
export function charLengthAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}

/** What all texts begin with. */
export function commonPrefix(texts: readonly string[]): string {
  const sorted = texts.toSorted();
  const first = sorted[0] ?? '';
  const last = sorted.at(-1) ?? '';
  let length = 0;
  while (length < first.length && first[length] === last[length]) length++;
  return first.slice(0, length);
}

/** How far the word before the end of `text` reaches back, with the spaces behind it. */
export function wordLengthLeft(text: string): number {
  // Reversed, so that the expression matches at the beginning and takes linear time.
  const reversed = Array.from(text).reverse().join('');
  return (/^\s*(?:[^\w\s]+|\w+)?/.exec(reversed) as RegExpExecArray)[0].length;
}

/** How far the word at the beginning of `text` reaches, with the spaces behind it. */
export function wordLengthRight(text: string): number {
  return /^(?:\s+|[^\w\s]+|\w+)\s*/.exec(text)?.[0].length ?? 0;
}

/** How much `Alt+D` deletes at the beginning of `text`: spaces belong to what is no word. */
export function deletedWordLength(text: string): number {
  return /^(?:\s+|\W+|\w+)\s*/.exec(text)?.[0].length ?? 0;
}

/** A place on a terminal, counted from 0. */
export interface Position {
  cols: number;
  rows: number;
}

/** Where the cursor is after `text` was written from the left edge of a terminal with so many columns. */
export function displayPosition(text: string, columns: number, tabSize: number): Position {
  let offset = 0;
  let rows = 0;
  for (const char of stripVTControlCharacters(text)) {
    if (char === '\n') {
      rows += Math.ceil(offset / columns) || 1;
      offset = 0;
    } else if (char === '\t') {
      offset += tabSize - (offset % tabSize);
    } else {
      const width = getStringWidth(char, false);
      // A wide character does not fit into the last column.
      if (width === 2 && (offset + 1) % columns === 0) offset++;
      offset += width;
    }
  }
  const cols = offset % columns;
  return { cols, rows: rows + (offset - cols) / columns };
}
