/** Reads a tool's input, and says what is wrong with it in the words of zod, which the tools in JavaScript use. */
import { Kind, Value } from '../json/parse';
import { quoted } from '../json/write';
import { Failure } from './failure';

/** The members of an input. What is wrong is collected. */
export class Input {
  private issues: string[] = [];

  constructor(private value: Value) {
    if (value.kind != Kind.OBJECT) this.wrongType('object', value, null);
  }

  /** The failure of all that was wrong; null where nothing was. */
  get failure(): Failure | null {
    if (this.issues.length == 0) return null;
    return new Failure('ZodError', '[\n' + this.issues.join(',\n') + '\n]');
  }

  /** A string of at least `least` code units. */
  string(name: string, least: i32): string {
    const value = this.value.get(name);
    if (this.value.kind != Kind.OBJECT) return '';
    if (value.kind != Kind.STRING) this.wrongType('string', value, name);
    else if (value.text.length < least) {
      this.issue([
        '"origin": "string"',
        '"code": "too_small"',
        '"minimum": ' + least.toString(),
        '"inclusive": true',
        path(name),
        '"message": "Too small: expected string to have >=' + least.toString() + ' characters"',
      ]);
    }
    return value.text;
  }

  /** A string, or none. */
  optionalString(name: string): string | null {
    const value = this.value.get(name);
    if (value.kind == Kind.UNDEFINED) return null;
    if (value.kind != Kind.STRING) this.wrongType('string', value, name);
    return value.text;
  }

  /** Strings by name, or none. */
  optionalRecord(name: string): string[][] | null {
    const value = this.value.get(name);
    if (value.kind == Kind.UNDEFINED) return null;
    if (value.kind != Kind.OBJECT) {
      this.wrongType('record', value, name);
      return null;
    }
    const pairs: string[][] = [];
    for (let i = 0; i < value.items.length; i++) {
      const item = value.items[i];
      if (item.kind != Kind.STRING) this.wrongType('string', item, name, value.names[i]);
      pairs.push([value.names[i], item.text]);
    }
    return pairs;
  }

  /** A whole number above zero; `most` 0 is no limit. */
  positiveInteger(name: string, most: i32, usual: f64): f64 {
    const value = this.value.get(name);
    if (value.kind == Kind.UNDEFINED) return usual;
    if (value.kind != Kind.NUMBER) this.wrongType('number', value, name);
    else if (floor(value.number) != value.number) {
      this.issue([
        '"expected": "int"',
        '"format": "safeint"',
        '"code": "invalid_type"',
        path(name),
        '"message": "Invalid input: expected int, received number"',
      ]);
    } else if (value.number <= 0) {
      this.issue([
        '"origin": "number"',
        '"code": "too_small"',
        '"minimum": 0',
        '"inclusive": false',
        path(name),
        '"message": "Too small: expected number to be >0"',
      ]);
    } else if (most > 0 && value.number > <f64>most) {
      this.issue([
        '"origin": "number"',
        '"code": "too_big"',
        '"maximum": ' + most.toString(),
        '"inclusive": true',
        path(name),
        '"message": "Too big: expected number to be <=' + most.toString() + '"',
      ]);
    }
    return value.number;
  }

  /** `utf8` (the default) or `base64`; whether it is the latter. */
  isBase64(name: string): bool {
    const value = this.value.get(name);
    if (value.kind == Kind.UNDEFINED || (value.kind == Kind.STRING && value.text == 'utf8')) return false;
    if (value.kind == Kind.STRING && value.text == 'base64') return true;
    this.issue([
      '"code": "invalid_value"',
      '"values": [\n      "utf8",\n      "base64"\n    ]',
      path(name),
      '"message": "Invalid option: expected one of \\"utf8\\"|\\"base64\\""',
    ]);
    return false;
  }

  /** Adds that a member is no URL. */
  invalidUrl(name: string): void {
    this.issue(['"code": "invalid_format"', '"format": "url"', path(name), '"message": "Invalid URL"']);
  }

  private wrongType(expected: string, value: Value, name: string | null, further: string | null = null): void {
    this.issue([
      '"expected": "' + expected + '"',
      '"code": "invalid_type"',
      path(name, further),
      '"message": "Invalid input: expected ' + expected + ', received ' + value.kind + '"',
    ]);
  }

  private issue(members: string[]): void {
    this.issues.push('  {\n    ' + members.join(',\n    ') + '\n  }');
  }
}

function path(name: string | null, further: string | null = null): string {
  if (name === null) return '"path": []';
  let names = quoted(name);
  if (further !== null) names += ',\n      ' + quoted(further);
  return '"path": [\n      ' + names + '\n    ]';
}
