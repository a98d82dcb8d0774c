/** One segment of a glob pattern: `*`, `?`, `[a-z]`, `[[:alpha:]]`, `+(a|b)`. */

/** A segment: its text, a test of names, or any number of directories. */
export type Segment = string | RegExp | typeof globstar;

/** `**`. */
export const globstar: unique symbol = Symbol('**') as never;

const CLASSES: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{Nl}\\p{Nd}',
  alpha: '\\p{L}\\p{Nl}',
  blank: '\\p{Zs}\\t',
  digit: '\\p{Nd}',
  lower: '\\p{Ll}',
  punct: '\\p{P}',
  space: '\\s',
  upper: '\\p{Lu}',
  word: '\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}',
  xdigit: 'A-Fa-f0-9',
};

const escape = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}/]/g, '\\$&');

const escapeInClass = (character: string): string =>
  /[\\^$.*+?()[\]{}|/-]/.test(character) ? `\\${character}` : character;

/** Reads a pattern's text. */
class Reader {
  readonly #text: string;
  #at = 0;
  /** Something in it is no plain text. */
  magic = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** The source of a regular expression, up to the end or to a closing parenthesis. */
  sequence(inGroup: boolean): string {
    let source = '';
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] as string;
      if (inGroup && (character === ')' || character === '|')) break;
      source += this.#item(character);
    }
    return source;
  }

  #item(character: string): string {
    const next = this.#text[this.#at + 1];
    if ('?*+@!'.includes(character) && next === '(') {
      const group = this.#group(character);
      if (group !== undefined) return group;
    }
    this.#at++;
    switch (character) {
      case '*':
        this.magic = true;
        return '[^/]*?';
      case '?':
        this.magic = true;
        return '[^/]';
      case '[':
        return this.#brackets();
      case '\\':
        if (next === undefined) return '\\\\';
        this.#at++;
        return escape(next);
      default:
        return escape(character);
    }
  }

  #group(kind: string): string | undefined {
    const start = this.#at;
    this.#at += 2;
    const alternatives = [this.sequence(true)];
    while (this.#text[this.#at] === '|') {
      this.#at++;
      alternatives.push(this.sequence(true));
    }
    if (this.#text[this.#at] !== ')') {
      this.#at = start;
      return undefined;
    }
    this.#at++;
    this.magic = true;
    const body = alternatives.join('|');
    if (kind !== '!') return `(?:${body})${kind === '@' ? '' : kind}`;
    // Anything that is not one of them together with what follows.
    const rest = new Reader(this.#text.slice(this.#at)).sequence(false);
    return `(?:(?!(?:${body})${rest}$)[^/]*?)`;
  }

  #brackets(): string {
    const [whole, not, body = ''] =
      /^([!^]?)((?:\]|)(?:\[:\w+:\]|\\.|[^\]\\])*)\]/.exec(this.#text.slice(this.#at)) ?? [];
    if (whole === undefined || body === '') return '\\[';
    this.#at += whole.length;
    this.magic = true;
    const source = body
      .split(/(\[:\w+:\])/)
      .map((part, i) =>
        i % 2 === 1
          ? (CLASSES[part.slice(2, -2)] ?? '')
          : part.replace(/\\(.)|[[\]^]/g, (text, escaped: string | undefined) => escapeInClass(escaped ?? text)),
      )
      .join('');
    return `[${not ? '^' : ''}${source}]`;
  }
}

/** A segment of a pattern without braces. */
export function parseSegment(text: string): Segment {
  if (text === '**') return globstar;
  const reader = new Reader(text);
  const source = reader.sequence(false);
  if (!reader.magic) return text.replace(/\\(.)/g, '$1');
  // A name that begins with a dot is matched by a pattern that does so, too.
  const visible = text.startsWith('.') ? '' : '(?!\\.)';
  try {
    return new RegExp(`^${visible}${source}$`, 'u');
  } catch {
    // A range that goes backwards, such as `[z-a]`: matches nothing.
    return /(?!)/;
  }
}

/** Whether a name fits a segment other than `**`. */
export function fits(segment: Segment | undefined, name: string): boolean {
  if (typeof segment === 'string') return segment === name;
  return segment instanceof RegExp && segment.test(name);
}
