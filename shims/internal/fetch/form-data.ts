import { Blob } from '../blob/blob.ts';
import { File } from '../blob/file.ts';
import { usvString } from '../usv-string.ts';
import { type Inspect, type InspectOptions, inspectSymbol, webInterface } from '../web-class.ts';
import { illegalInvocation, requireArguments } from './webidl.ts';

/** A value of a form. */
export type FormValue = string | File;

let pairsOf: (form: unknown) => [string, FormValue][];

/**
 * `FormData`.
 * Source: XMLHttpRequest Standard, 4.3 Interface FormData; messages are undici's.
 */
export class FormData {
  #pairs: [string, FormValue][] = [];

  constructor(form: undefined = undefined) {
    if (form !== undefined) {
      throw new TypeError('FormData constructor: Argument 1 could not be converted to: undefined.');
    }
  }

  append(name: string, value: string | Blob, filename: string | undefined = undefined): void {
    const pairs = pairsOf(this);
    requireArguments(arguments.length, 2, 'FormData.append');
    pairs.push(pair(name, value, filename, 'FormData.append', arguments.length > 2));
  }

  delete(name: string): void {
    const pairs = pairsOf(this);
    requireArguments(arguments.length, 1, 'FormData.delete');
    const key = usvString(name);
    const kept = pairs.filter(([other]) => other !== key);
    pairs.splice(0, pairs.length, ...kept);
  }

  get(name: string): FormValue | null {
    const pairs = pairsOf(this);
    requireArguments(arguments.length, 1, 'FormData.get');
    const key = usvString(name);
    return pairs.find(([other]) => other === key)?.[1] ?? null;
  }

  getAll(name: string): FormValue[] {
    const pairs = pairsOf(this);
    requireArguments(arguments.length, 1, 'FormData.getAll');
    const key = usvString(name);
    return pairs.filter(([other]) => other === key).map(([, value]) => value);
  }

  has(name: string): boolean {
    const pairs = pairsOf(this);
    requireArguments(arguments.length, 1, 'FormData.has');
    const key = usvString(name);
    return pairs.some(([other]) => other === key);
  }

  set(name: string, value: string | Blob, filename: string | undefined = undefined): void {
    const pairs = pairsOf(this);
    requireArguments(arguments.length, 2, 'FormData.set');
    const entry = pair(name, value, filename, 'FormData.set', arguments.length > 2);
    const first = pairs.findIndex(([other]) => other === entry[0]);
    if (first < 0) {
      pairs.push(entry);
      return;
    }
    pairs[first] = entry;
    const kept = pairs.filter(([other], nth) => nth <= first || other !== entry[0]);
    pairs.splice(0, pairs.length, ...kept);
  }

  forEach(callback: (value: FormValue, name: string, form: FormData) => void, thisArg: unknown = undefined): void {
    pairsOf(this);
    requireArguments(arguments.length, 1, 'FormData.forEach');
    if (typeof callback !== 'function') {
      throw new TypeError("Failed to execute 'forEach' on 'FormData': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of this.entries()) callback.call(thisArg, value, name, this);
  }

  *#iterate<Item>(item: (name: string, value: FormValue) => Item): Generator<Item, undefined> {
    // By position, so that changes during an iteration show.
    for (let at = 0; at < this.#pairs.length; at++) {
      const [name, value] = this.#pairs[at] as [string, FormValue];
      yield item(name, value);
    }
  }

  entries(): IterableIterator<[string, FormValue]> {
    pairsOf(this);
    return this.#iterate((name, value): [string, FormValue] => [name, value]);
  }

  keys(): IterableIterator<string> {
    pairsOf(this);
    return this.#iterate((name) => name);
  }

  values(): IterableIterator<FormValue> {
    pairsOf(this);
    return this.#iterate((_, value) => value);
  }

  declare [Symbol.iterator]: () => IterableIterator<[string, FormValue]>;

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const shown: Record<string, unknown> = {};
    for (const [name, value] of pairsOf(this)) {
      const earlier = shown[name];
      if (earlier === undefined) shown[name] = value;
      else shown[name] = Array.isArray(earlier) ? [...earlier, value] : [earlier, value];
    }
    return `FormData ${inspect(shown, { ...options, depth: options.depth ?? depth })}`;
  }

  static {
    pairsOf = (form) => {
      if (typeof form !== 'object' || form === null || !(#pairs in form)) throw illegalInvocation('FormData');
      return (form as FormData).#pairs;
    };
  }
}

Object.defineProperty(FormData.prototype, Symbol.iterator, {
  configurable: true,
  writable: true,
  value: FormData.prototype.entries,
});
webInterface(FormData, ...['append', 'delete', 'get', 'getAll', 'has', 'set', 'forEach', 'entries', 'keys', 'values']);

function pair(name: unknown, value: unknown, filename: unknown, prefix: string, named: boolean): [string, FormValue] {
  if (!(value instanceof Blob)) {
    if (named) throw new TypeError(`${prefix}: Expected value ("${String(value)}") to be an instance of Blob.`);
    return [usvString(name), usvString(value)];
  }
  if (value instanceof File && filename === undefined) return [usvString(name), value];
  const lastModified = value instanceof File ? value.lastModified : Date.now();
  const label = filename === undefined ? 'blob' : usvString(filename);
  return [usvString(name), new File([value], label, { type: value.type, lastModified })];
}
