/**
 * MIME types, as the MIME Sniffing Standard parses and writes them.
 * @see https://nodejs.org/api/util.html#class-utilmimetype
 * @see https://mimesniff.spec.whatwg.org/#parsing-a-mime-type
 */
import { ERR_INVALID_MIME_SYNTAX } from '../errors.ts';

const NOT_TOKEN = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const NOT_QUOTED_STRING = /[^\t\u0020-~\u0080-\u00FF]/;

const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const trimEnd = (text: string): string => text.replace(/[\r\n\t ]+$/, '');

/** Checks a part that must be a token. */
function token(part: string, production: string, whole: string): string {
  const invalid = part.search(NOT_TOKEN);
  if (part === '' || invalid !== -1) throw new ERR_INVALID_MIME_SYNTAX(production, whole, invalid);
  return lower(part);
}

/** Reads a quoted value after its opening quote: the value, and where what follows begins. */
function readQuoted(text: string, position: number): [value: string, next: number] {
  let value = '';
  while (position < text.length) {
    const char = text[position++]!;
    if (char === '"') break;
    // A backslash at the end stands for itself.
    value += char === '\\' ? (text[position++] ?? '\\') : char;
  }
  return [value, position];
}

function parseParameters(source: string): Map<string, string> {
  const parameters = new Map<string, string>();
  const text = trimEnd(source);
  let position = 0;
  while (position < text.length) {
    const separator = /[;=]|$/g;
    position += /[\r\n\t ]*/.exec(text.slice(position))![0].length;
    separator.lastIndex = position;
    const end = separator.exec(text)!.index;
    const name = lower(text.slice(position, end));
    position = end + 1;
    if (text[end] !== '=' || position >= text.length) continue;
    let value: string;
    if (text[position] === '"') {
      [value, position] = readQuoted(text, position + 1);
      const next = text.indexOf(';', position);
      position = next === -1 ? text.length : next + 1;
    } else {
      const next = text.indexOf(';', position);
      const valueEnd = next === -1 ? text.length : next;
      value = trimEnd(text.slice(position, valueEnd));
      position = valueEnd + 1;
      if (value === '') continue;
    }
    if (name !== '' && !NOT_TOKEN.test(name) && !NOT_QUOTED_STRING.test(value) && !parameters.has(name)) {
      parameters.set(name, value);
    }
  }
  return parameters;
}

let makeParams: (source: string) => MIMEParams;

/** The parameters of a MIME type. */
export class MIMEParams {
  #data = new Map<string, string>();
  /** Parameters that are parsed when they are first needed. */
  #source: string | undefined;

  static {
    makeParams = (source) => {
      const params = new MIMEParams();
      params.#source = source;
      return params;
    };
  }

  #parsed(): Map<string, string> {
    if (this.#source !== undefined) {
      this.#data = parseParameters(this.#source);
      this.#source = undefined;
    }
    return this.#data;
  }

  delete(name: string): void {
    this.#parsed().delete(lower(`${name}`));
  }

  get(name: string): string | null {
    return this.#parsed().get(lower(`${name}`)) ?? null;
  }

  has(name: string): boolean {
    return this.#parsed().has(lower(`${name}`));
  }

  set(name: string, value: string): void {
    const data = this.#parsed();
    const key = lower(`${name}`);
    token(key, 'parameter name', key);
    const text = `${value}`;
    const invalid = text.search(NOT_QUOTED_STRING);
    if (invalid !== -1) throw new ERR_INVALID_MIME_SYNTAX('parameter value', text, invalid);
    data.set(key, text);
  }

  *entries(): Generator<[string, string]> {
    yield* this.#parsed().entries();
  }

  *keys(): Generator<string> {
    yield* this.#parsed().keys();
  }

  *values(): Generator<string> {
    yield* this.#parsed().values();
  }

  toString(): string {
    const parts: string[] = [];
    for (const [name, value] of this.#parsed()) {
      const isToken = value !== '' && !NOT_TOKEN.test(value);
      parts.push(`${name}=${isToken ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`);
    }
    return parts.join(';');
  }

  declare toJSON: () => string;
  declare [Symbol.iterator]: () => Generator<[string, string]>;
}
const paramsToString = MIMEParams.prototype.toString;

/** A MIME type: its type, subtype and parameters. */
export class MIMEType {
  #type: string;
  #subtype: string;
  #params: MIMEParams;

  constructor(input: string) {
    const text = `${input}`;
    const start = text.search(/[^\r\n\t ]|$/);
    const slash = text.indexOf('/', start);
    const type = slash === -1 ? text.slice(start) : text.slice(start, slash);
    if (slash === -1) throw new ERR_INVALID_MIME_SYNTAX('type', text, type.search(NOT_TOKEN));
    this.#type = token(type, 'type', text);
    const semicolon = text.indexOf(';', slash + 1);
    const subtypeEnd = semicolon === -1 ? text.length : semicolon;
    this.#subtype = token(trimEnd(text.slice(slash + 1, subtypeEnd)), 'subtype', text);
    this.#params = makeParams(text.slice(subtypeEnd + 1));
  }

  get type(): string {
    return this.#type;
  }

  set type(value: string) {
    const text = `${value}`;
    this.#type = token(text, 'type', text);
  }

  get subtype(): string {
    return this.#subtype;
  }

  set subtype(value: string) {
    const text = `${value}`;
    this.#subtype = token(text, 'subtype', text);
  }

  get essence(): string {
    return `${this.#type}/${this.#subtype}`;
  }

  get params(): MIMEParams {
    return this.#params;
  }

  toString(): string {
    const params = paramsToString.call(this.#params);
    return `${this.#type}/${this.#subtype}${params === '' ? '' : `;${params}`}`;
  }

  declare toJSON: () => string;
}

// The same functions under their second names.
const hidden = { writable: true, configurable: true, enumerable: false };
Object.defineProperty(MIMEParams.prototype, Symbol.iterator, { value: MIMEParams.prototype.entries, ...hidden });
Object.defineProperty(MIMEParams.prototype, 'toJSON', { value: paramsToString, ...hidden });
Object.defineProperty(MIMEType.prototype, 'toJSON', { value: MIMEType.prototype.toString, ...hidden });
