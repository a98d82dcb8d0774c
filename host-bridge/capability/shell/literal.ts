import type { Word, WordPart } from 'unbash';

const plain = /[A-Za-z0-9_.,/:=@%+^-]/;
const globCharacters = /[*?[]/;

/**
 * The value of a word that means the same to every shell: plain letters, `'…'` and `"…"` without expansions, in any
 * sequence. It is read here from the source, and has to be what the parser made of it.
 * @returns undefined for any other word
 */
export function literalValue(word: Word, source: string): string | undefined {
  const raw = source.slice(word.pos, word.end);
  let value = '';
  for (let at = 0; at < raw.length; ) {
    const character = raw[at] ?? '';
    if (character === "'" || character === '"') {
      const end = raw.indexOf(character, at + 1);
      const inner = end === -1 ? undefined : raw.slice(at + 1, end);
      if (inner === undefined || (character === '"' && /[$`\\]/.test(inner))) return undefined;
      value += inner;
      at = end + 1;
    } else if (plain.test(character)) {
      value += character;
      at += 1;
    } else return undefined;
  }
  return value === word.value ? value : undefined;
}

/** Whether a text holds a character that file name expansion looks at. */
export function hasGlobCharacters(text: string): boolean {
  return globCharacters.test(text) || text.includes('\\');
}

/** Where a stretch of literal text stands; each place has its own special characters. */
export type Place = 'word' | 'double quotes' | 'operand' | 'here-document';

const specialAt: Record<Place, RegExp> = {
  word: /[\s;|&<>()'"`]/,
  'double quotes': /["`]/,
  // `${x:-…}`: quotes and braces in there are read in several ways.
  operand: /['"`\\{}\n]/,
  'here-document': /`/,
};

/**
 * Whether text that the parser took for literal is that: nothing in it begins an expansion, a quotation or an
 * operator.
 */
export function isLiteralText(raw: string, place: Place): boolean {
  const special = specialAt[place];
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at] ?? '';
    if (character === '\\' && place !== 'operand') {
      at += 1;
      continue;
    }
    if (special.test(character)) return false;
    if (character === '$' && /[A-Za-z0-9_@*#?$!({['"-]/.test(raw[at + 1] ?? '')) {
      // `$"` and `$'` are expansions only outside of quotes.
      if (place === 'word' || !/['"]/.test(raw[at + 1] ?? '')) return false;
    }
  }
  return true;
}

/** Whether the parts of a word are the whole of it, one after the other. */
export function coversWhole(parts: readonly WordPart[], pos: number, end: number): boolean {
  let at = pos;
  for (const part of parts) {
    if (part.pos !== at) return false;
    at = part.end;
  }
  return at === end;
}
