/** Whether a text that does not parse may go on in the next line. */
import { Script } from '../vm/script.ts';

/** What is open at the end of a text. */
interface Open {
  /** Brackets, and `${` of templates. */
  brackets: string[];
  /** In a template, a block comment, or a string that is continued. */
  inside: boolean;
  /** The last character outside of comments and blanks. */
  last: string;
}

const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Reads past strings, templates, comments and brackets; regular expressions are taken for divisions where that is as well. */
function scan(text: string): Open {
  const brackets: string[] = [];
  let last = '';
  let at = 0;
  let inside = false;
  const template = (): void => {
    for (; at < text.length; at++) {
      if (text[at] === '\\') at++;
      else if (text[at] === '`') {
        at++;
        inside = false;
        return;
      } else if (text.startsWith('${', at)) {
        brackets.push('`');
        at += 2;
        inside = false;
        return;
      }
    }
    inside = true;
  };
  const string = (quote: string): void => {
    for (; at < text.length && text[at] !== quote && text[at] !== '\n'; at++) {
      if (text[at] !== '\\') continue;
      at++;
      // A line that ends with a backslash goes on.
      if (text[at] === '\n' && at >= text.length - 1) inside = true;
    }
    at++;
  };
  while (at < text.length) {
    const character = text[at] as string;
    if (text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) return { brackets, inside: true, last };
      at = end + 2;
      continue;
    }
    at++;
    if (/\s/.test(character)) continue;
    last = character;
    if (character === '"' || character === "'") string(character);
    else if (character === '`') template();
    else if ('([{'.includes(character)) brackets.push(character);
    else if (character === '}' && brackets.at(-1) === '`') {
      brackets.pop();
      template();
    } else if (CLOSING[character] !== undefined && brackets.at(-1) === CLOSING[character]) brackets.pop();
  }
  return { brackets, inside, last };
}

function parses(text: string): boolean {
  try {
    new Script(text);
    return true;
  } catch {
    return false;
  }
}

/** What may follow a text that ends in the middle of a statement. */
const ENDINGS = ['0', '{}', 'x', '(){}', ';'];

/** Whether more lines may make a program of a text. */
export function isIncomplete(text: string): boolean {
  const { brackets, inside, last } = scan(text);
  if (inside || brackets.length > 0) {
    // What is wrong already is not mended by what follows.
    const closed = [...brackets]
      .reverse()
      .map((open) => (open === '(' ? ')' : open === '[' ? ']' : open === '{' ? '}' : '}`'));
    if (inside) return true;
    const rest = closed.join('');
    return (
      ['', '0', 'x', '0]', '{}', 'a(){}'].some((middle) => parses(`${text}${middle}${rest}`)) ||
      /[,([{=>:&|?+\-*/;}\n]/.test(last)
    );
  }
  return last !== '' && !/[;})\]]/.test(last)
    ? ENDINGS.some((ending) => parses(`${text} ${ending}`))
    : parses(`${text}{}`);
}
