/** Control sequences of terminals (ECMA-48). */

/** Starts every sequence. */
export const ESCAPE = '\x1b';

export const CLEAR_TO_LINE_BEGINNING = '\x1b[1K';
export const CLEAR_TO_LINE_END = '\x1b[0K';
export const CLEAR_LINE = '\x1b[2K';
export const CLEAR_SCREEN_DOWN = '\x1b[0J';

/** Moves to a column, and to a row where there is one; both count from 0. */
export function cursorSequence(x: number, y: number | undefined): string {
  return y === undefined ? `\x1b[${x + 1}G` : `\x1b[${y + 1};${x + 1}H`;
}

/** Moves by columns and rows. */
export function moveSequence(dx: number, dy: number): string {
  let sequence = '';
  if (dx < 0) sequence += `\x1b[${-dx}D`;
  else if (dx > 0) sequence += `\x1b[${dx}C`;
  if (dy < 0) sequence += `\x1b[${-dy}A`;
  else if (dy > 0) sequence += `\x1b[${dy}B`;
  return sequence;
}

/** Clears the line left of the cursor (-1), right of it (1), or all of it (0). */
export function clearLineSequence(direction: number): string {
  if (direction < 0) return CLEAR_TO_LINE_BEGINNING;
  return direction > 0 ? CLEAR_TO_LINE_END : CLEAR_LINE;
}
