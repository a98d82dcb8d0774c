/** Writes JSON as `JSON.stringify` does. */
import { TextBuilder } from './text';

const HEX: string = '0123456789abcdef';

/** A JSON object under construction. Members keep their order. */
export class JsonObject {
  private text: TextBuilder = new TextBuilder();
  private first: bool = true;

  constructor() {
    this.text.unit(0x7b);
  }

  string(name: string, value: string): JsonObject {
    this.name(name);
    quote(this.text, value);
    return this;
  }

  /** A string, or `null`. */
  optional(name: string, value: string | null): JsonObject {
    return value === null ? this.raw(name, 'null') : this.string(name, value);
  }

  integer(name: string, value: i64): JsonObject {
    return this.raw(name, value.toString());
  }

  flag(name: string, value: bool): JsonObject {
    return this.raw(name, value ? 'true' : 'false');
  }

  /** A value that is JSON already. */
  raw(name: string, json: string): JsonObject {
    this.name(name);
    this.text.add(json);
    return this;
  }

  toString(): string {
    return this.text.toString() + '}';
  }

  private name(name: string): void {
    if (!this.first) this.text.unit(0x2c);
    this.first = false;
    quote(this.text, name);
    this.text.unit(0x3a);
  }
}

/** A JSON string. */
export function quoted(value: string): string {
  const text = new TextBuilder();
  quote(text, value);
  return text.toString();
}

/** ECMAScript, QuoteJSONString. */
function quote(text: TextBuilder, value: string): void {
  text.unit(0x22);
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code == 0x22 || code == 0x5c) {
      text.unit(0x5c);
      text.unit(code);
    } else if (code < 0x20) {
      const short = code == 8 ? 0x62 : code == 9 ? 0x74 : code == 10 ? 0x6e : code == 12 ? 0x66 : code == 13 ? 0x72 : 0;
      if (short != 0) {
        text.unit(0x5c);
        text.unit(short);
      } else escape(text, code);
    } else if (code >= 0xd800 && code <= 0xdfff && !isPaired(value, i, code)) escape(text, code);
    else text.unit(code);
  }
  text.unit(0x22);
}

function isPaired(value: string, at: i32, code: i32): bool {
  const other = code < 0xdc00 ? at + 1 : at - 1;
  if (other < 0 || other >= value.length) return false;
  const next = value.charCodeAt(other);
  return code < 0xdc00 ? next >= 0xdc00 && next <= 0xdfff : next >= 0xd800 && next < 0xdc00;
}

function escape(text: TextBuilder, code: i32): void {
  text.add('\\u');
  for (let shift = 12; shift >= 0; shift -= 4) text.unit(HEX.charCodeAt((code >> shift) & 15));
}
