import { validateString } from '../validators.ts';

const SPACES = /^[ \t\n\v\f]+|[ \t\n\v\f]+$/g;
const trim = (text: string): string => text.replace(SPACES, '');

/** Reads one value: it and the number of characters that it took, its line's end not included. */
function readValue(text: string): [value: string | undefined, length: number] {
  const newline = text.indexOf('\n');
  const lineEnd = newline === -1 ? text.length : newline;
  const mark = text[0];
  if (mark === '"' || mark === "'" || mark === '`') {
    const close = text.indexOf(mark, 1);
    if (close === -1) return newline === -1 ? [undefined, 0] : [text.slice(0, newline), newline];
    const inner = text.slice(1, close);
    const next = text.indexOf('\n', close + 1);
    return [mark === '"' ? inner.replaceAll('\\n', '\n') : inner, next === -1 ? text.length : next];
  }
  const line = text.slice(0, lineEnd);
  const comment = line.indexOf('#');
  return [trim(comment === -1 ? line : line.slice(0, comment)), lineEnd];
}

/**
 * The variables of a `.env` file's text, in the order of their names.
 * @param content the text.
 * @see https://nodejs.org/api/util.html#utilparseenvcontent
 */
export function parseEnv(content: string): Record<string, string> {
  validateString(content, 'content');
  const values = new Map<string, string>();
  let rest = trim(content.replaceAll('\r', ''));
  while (rest.length > 0) {
    const newline = rest.indexOf('\n');
    const equals = rest.indexOf('=');
    const isComment = rest[0] === '#';
    if (newline === 0 || isComment || equals === -1 || (newline !== -1 && newline < equals)) {
      if (newline === -1) break;
      rest = rest.slice(newline + 1);
      continue;
    }
    const key = trim(rest.slice(0, equals)).replace(/^export /, '');
    rest = rest.slice(equals + 1);
    if (key === '') continue;
    if (rest === '' || rest[0] === '\n') {
      values.set(key, '');
      continue;
    }
    rest = trim(rest);
    const [value, length] = readValue(rest);
    if (value === undefined) break;
    values.set(key, value);
    rest = rest.slice(length);
  }
  return Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
}
