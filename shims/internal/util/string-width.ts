import { validateString } from '../validators.ts';

/** ANSI escape sequences: operating system commands, and control sequences with their parameters. */
const ANSI =
  /(?:\u001B\][\s\S]*?(?:\u0007|\u001B\u005C|\u009C))|[\u001B\u009B][[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g;

/**
 * Removes ANSI escape sequences.
 * @param text any text.
 * @see https://nodejs.org/api/util.html#utilstripvtcontrolcharactersstr
 */
export function stripVTControlCharacters(text: string): string {
  validateString(text, 'str');
  return text.includes('\u001B') || text.includes('\u009B') ? text.replace(ANSI, '') : text;
}

/** Pairs of first and last code points that take two columns (East Asian wide and full width, emoji). */
const WIDE = [
  0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec, 0x2614, 0x2615, 0x2648, 0x2653, 0x26bd, 0x26be,
  0x26c4, 0x26c5, 0x26ea, 0x26ea, 0x26f2, 0x26f3, 0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728, 0x274c, 0x274c,
  0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x27b0, 0x27b0, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55,
  0x2e80, 0x303e, 0x3040, 0x3247, 0x3250, 0x4dbf, 0x4e00, 0xa4c6, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff,
  0xfe10, 0xfe19, 0xfe30, 0xfe6b, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x1b000, 0x1b001, 0x1f18e, 0x1f18e, 0x1f191, 0x1f19a,
  0x1f1e6, 0x1f1ff, 0x1f200, 0x1f251, 0x1f300, 0x1f320, 0x1f32d, 0x1f335, 0x1f337, 0x1f37c, 0x1f37e, 0x1f393, 0x1f3a0,
  0x1f3ca, 0x1f3cf, 0x1f3d3, 0x1f3e0, 0x1f3f0, 0x1f3f4, 0x1f3f4, 0x1f3f8, 0x1f43e, 0x1f440, 0x1f440, 0x1f442, 0x1f4fc,
  0x1f4ff, 0x1f53d, 0x1f54b, 0x1f567, 0x1f57a, 0x1f57a, 0x1f595, 0x1f596, 0x1f5a4, 0x1f5a4, 0x1f5fb, 0x1f64f, 0x1f680,
  0x1f6c5, 0x1f6cc, 0x1f6cc, 0x1f6d0, 0x1f6d2, 0x1f6d5, 0x1f6d7, 0x1f6dc, 0x1f6df, 0x1f6eb, 0x1f6ec, 0x1f6f4, 0x1f6fc,
  0x1f7e0, 0x1f7eb, 0x1f90c, 0x1f93a, 0x1f93c, 0x1f945, 0x1f947, 0x1f9ff, 0x1fa70, 0x1faf8, 0x20000, 0x3fffd,
];

function isWide(code: number): boolean {
  for (let i = 0; i < WIDE.length && code >= WIDE[i]!; i += 2) if (code <= WIDE[i + 1]!) return true;
  return false;
}

/**
 * Whether a code point takes no column: control characters, combining marks and variation selectors.
 * @param code the code point.
 */
export function isZeroWidthCodePoint(code: number): boolean {
  return (
    code <= 0x1f ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x20d0 && code <= 0x20ff) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    (code >= 0xfe20 && code <= 0xfe2f) ||
    (code >= 0xe0100 && code <= 0xe01ef)
  );
}

/**
 * How many columns a terminal needs for a text.
 * @param text one line.
 * @param strip whether escape sequences are to be left out.
 */
export function getStringWidth(text: string, strip = true): number {
  if (strip) text = stripVTControlCharacters(text);
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text.normalize('NFC')) {
    const code = char.codePointAt(0)!;
    if (!isZeroWidthCodePoint(code)) width += isWide(code) ? 2 : 1;
  }
  return width;
}
