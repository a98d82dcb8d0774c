/** Reads JSON. The host has written it, so that what is malformed is a fault and traps. */
import { TextBuilder } from './text';

/** What a value is, in zod's words. */
export namespace Kind {
  export const UNDEFINED: string = 'undefined';
  export const NULL: string = 'null';
  export const BOOLEAN: string = 'boolean';
  export const NUMBER: string = 'number';
  export const STRING: string = 'string';
  export const ARRAY: string = 'array';
  export const OBJECT: string = 'object';
}

/** A JSON value. */
export class Value {
  flag: bool = false;
  number: f64 = 0;
  text: string = '';
  names: string[] = [];
  items: Value[] = [];

  constructor(public kind: string) {}

  /** A member by its name: the last one, as `JSON.parse` has it. */
  get(name: string): Value {
    for (let i = this.names.length - 1; i >= 0; i--) if (this.names[i] == name) return this.items[i];
    return new Value(Kind.UNDEFINED);
  }
}

/** The value of a text; an empty one is `undefined`. */
export function parse(text: string): Value {
  if (text.length == 0) return new Value(Kind.UNDEFINED);
  const parser = new Parser(text);
  return parser.value(0);
}

class Parser {
  private at: i32 = 0;

  constructor(private text: string) {}

  value(depth: i32): Value {
    assert(depth < 512, 'the input is nested too deeply');
    const code = this.peek();
    if (code == 0x7b) return this.object(depth);
    if (code == 0x5b) return this.array(depth);
    if (code == 0x22) {
      const value = new Value(Kind.STRING);
      value.text = this.string();
      return value;
    }
    if (code == 0x74 || code == 0x66) {
      const value = new Value(Kind.BOOLEAN);
      value.flag = code == 0x74;
      this.at += value.flag ? 4 : 5;
      return value;
    }
    if (code == 0x6e) {
      this.at += 4;
      return new Value(Kind.NULL);
    }
    const value = new Value(Kind.NUMBER);
    const from = this.at;
    while (this.at < this.text.length && isNumeric(this.text.charCodeAt(this.at))) this.at++;
    assert(this.at > from, 'the input is no JSON');
    value.number = parseFloat(this.text.substring(from, this.at));
    return value;
  }

  private object(depth: i32): Value {
    const value = new Value(Kind.OBJECT);
    this.at++;
    if (this.peek() == 0x7d) this.at++;
    else {
      do {
        this.peek();
        value.names.push(this.string());
        this.expect(0x3a);
        value.items.push(this.value(depth + 1));
      } while (this.goesOn(0x7d));
    }
    return value;
  }

  private array(depth: i32): Value {
    const value = new Value(Kind.ARRAY);
    this.at++;
    if (this.peek() == 0x5d) this.at++;
    else {
      do value.items.push(this.value(depth + 1));
      while (this.goesOn(0x5d));
    }
    return value;
  }

  private string(): string {
    const text = new TextBuilder();
    this.at++;
    while (this.text.charCodeAt(this.at) != 0x22) {
      assert(this.at < this.text.length, 'the input is no JSON');
      const code = this.text.charCodeAt(this.at++);
      if (code != 0x5c) {
        text.unit(code);
        continue;
      }
      const escaped = this.text.charCodeAt(this.at++);
      if (escaped == 0x75) {
        text.unit(<i32>parseInt(this.text.substr(this.at, 4), 16));
        this.at += 4;
      } else text.unit(plain(escaped));
    }
    this.at++;
    return text.toString();
  }

  /** The next code unit that is no white space. */
  private peek(): i32 {
    while (this.at < this.text.length) {
      const code = this.text.charCodeAt(this.at);
      if (code != 0x20 && code != 0x09 && code != 0x0a && code != 0x0d) return code;
      this.at++;
    }
    return 0;
  }

  private expect(code: i32): void {
    assert(this.peek() == code, 'the input is no JSON');
    this.at++;
  }

  /** Whether a comma comes; else the end has to. */
  private goesOn(end: i32): bool {
    const code = this.peek();
    if (code == 0x2c) {
      this.at++;
      return true;
    }
    this.expect(end);
    return false;
  }
}

function isNumeric(code: i32): bool {
  return (code >= 0x30 && code <= 0x39) || code == 0x2d || code == 0x2b || code == 0x2e || code == 0x65 || code == 0x45;
}

function plain(escaped: i32): i32 {
  if (escaped == 0x62) return 8;
  if (escaped == 0x74) return 9;
  if (escaped == 0x6e) return 10;
  if (escaped == 0x66) return 12;
  if (escaped == 0x72) return 13;
  return escaped;
}
