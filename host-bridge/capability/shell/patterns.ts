import type { Word } from 'unbash';
import { deny, type Line, textOf } from './line.ts';

/**
 * Whether a shell takes an unquoted part of a word for a pattern of file names. It is looked for in the text, so that a
 * bracket that the parser takes for a letter counts as well.
 */
export function namesFiles(line: Line, word: Word): boolean {
  const unquoted =
    word.parts === undefined
      ? [word]
      : word.parts.filter((part) => part.type === 'Literal' || part.type === 'Glob' || part.type === 'BraceExpansion');
  // `[` and `]` alone are the words of a test.
  if (/^[[\]]$/.test(textOf(line, word))) return false;
  return unquoted.some((part) => /[*?[]/.test(textOf(line, part).replace(/\\[\s\S]/g, '')));
}

/**
 * Checks that the shell may list the folder in which it looks for the files of a pattern. Only the last segment may be
 * one: through a pattern before it, links would lead anywhere.
 * @throws {AccessDenied}
 */
export function checkPattern(line: Line, word: Word): void {
  const shape = shapeOf(line, word);
  const first = shape.search(/\uE000/);
  const slash = shape.lastIndexOf('/');
  if (slash > first) throw deny(line, 'a pattern before the last segment of a path');
  const folder = slash === -1 ? '.' : shape.slice(0, slash) || '/';
  if (folder.startsWith('~')) throw deny(line, 'a pattern in a home directory');
  const { real } = line.directories.check(folder, 'FileSystemRead');
  line.redirects.push({ permission: 'FileSystemRead', path: folder, real });
  line.globs = true;
}

/** The text of a pattern, with U+E000 for each of its wildcards. */
function shapeOf(line: Line, word: Word): string {
  const mark = (text: string): string => {
    if (/\\|\uE000/.test(text)) throw deny(line, 'a pattern with a backslash');
    return text.replace(/[*?[\]]/g, '\uE000');
  };
  if (word.parts === undefined) return mark(textOf(line, word));
  let shape = '';
  for (const part of word.parts) {
    const text = textOf(line, part);
    if (part.type === 'Glob') shape += mark(text);
    else if (part.type === 'Literal') shape += mark(text);
    else if (part.type === 'SingleQuoted') shape += text.slice(1, -1);
    else if (
      part.type === 'DoubleQuoted' &&
      part.parts.every((inner) => inner.type === 'Literal') &&
      !/\\/.test(text)
    ) {
      shape += text.slice(1, -1);
    } else throw deny(line, 'a pattern that is not literal');
  }
  return shape;
}
