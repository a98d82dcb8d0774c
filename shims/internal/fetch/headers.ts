import { type Inspect, type InspectOptions, inspectSymbol, webInterface, webInterfaceNamed } from '../web-class.ts';
import { byteString, illegalInvocation, requireArguments } from './webidl.ts';

/** What `new Headers` takes. */
export type HeadersInit = Headers | Iterable<Iterable<string>> | Record<string, string>;

/** A name as it was given, and its values: one, but for `set-cookie`. */
interface Entry {
  name: string;
  values: string[];
}

/** Header fields by their lower-case names, in the order of their first appearance. */
export class HeaderList extends Map<string, Entry> {
  /** What iteration shows, until the next change. */
  sorted: [string, string][] | undefined;
}

let listOf: (headers: unknown) => HeaderList;
let wrap: (list: HeaderList, immutable: boolean) => Headers;
/** Without a look at the prototype, which a proxy would see. */
let isHeaders: (value: object) => value is Headers;

/**
 * `Headers`.
 * Source: Fetch Standard, 5.1 Headers class; messages are undici's.
 */
export class Headers {
  #list = new HeaderList();
  #immutable = false;

  constructor(init: HeadersInit | undefined = undefined) {
    if (init !== undefined) fillHeaders(this.#list, init);
  }

  append(name: string, value: string): void {
    listOf(this);
    requireArguments(arguments.length, 2, 'Headers.append');
    const [key, text] = checkField(name, value, 'Headers.append');
    this.#checkMutable();
    appendField(this.#list, key, text);
  }

  delete(name: string): void {
    listOf(this);
    requireArguments(arguments.length, 1, 'Headers.delete');
    const key = checkName(name, 'Headers.delete');
    this.#checkMutable();
    this.#list.delete(key.toLowerCase());
    this.#list.sorted = undefined;
  }

  get(name: string): string | null {
    listOf(this);
    requireArguments(arguments.length, 1, 'Headers.get');
    return getField(this.#list, checkName(name, 'Headers.get'));
  }

  has(name: string): boolean {
    listOf(this);
    requireArguments(arguments.length, 1, 'Headers.has');
    return this.#list.has(checkName(name, 'Headers.has').toLowerCase());
  }

  set(name: string, value: string): void {
    listOf(this);
    requireArguments(arguments.length, 2, 'Headers.set');
    const [key, text] = checkField(name, value, 'Headers.set');
    this.#checkMutable();
    setField(this.#list, key, text);
  }

  /** The values of `set-cookie`, which cannot be joined with commas. */
  getSetCookie(): string[] {
    return [...(listOf(this).get('set-cookie')?.values ?? [])];
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, thisArg: unknown = undefined): void {
    listOf(this);
    requireArguments(arguments.length, 1, 'Headers.forEach');
    if (typeof callback !== 'function') {
      throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of this.entries()) callback.call(thisArg, value, name, this);
  }

  keys(): IterableIterator<string> {
    return iteratorOf(listOf(this), ([name]) => name);
  }

  values(): IterableIterator<string> {
    return iteratorOf(listOf(this), ([, value]) => value);
  }

  entries(): IterableIterator<[string, string]> {
    return iteratorOf(listOf(this), ([name, value]) => [name, value]);
  }

  declare [Symbol.iterator]: () => IterableIterator<[string, string]>;

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const shown: Record<string, string> = {};
    for (const { name, values } of listOf(this).values()) shown[name] = values.join(', ');
    return `Headers ${inspect(shown, { ...options, depth: options.depth ?? depth })}`;
  }

  #checkMutable(): void {
    if (this.#immutable) throw new TypeError('immutable');
  }

  static {
    listOf = (headers) => {
      if (typeof headers !== 'object' || headers === null || !(#list in headers)) throw illegalInvocation('Headers');
      return (headers as Headers).#list;
    };
    isHeaders = (value): value is Headers => #list in value;
    wrap = (list, immutable) => {
      const headers = new Headers();
      headers.#list = list;
      headers.#immutable = immutable;
      return headers;
    };
  }
}

Object.defineProperty(Headers.prototype, Symbol.iterator, {
  configurable: true,
  writable: true,
  value: Headers.prototype.entries,
});
webInterface(
  Headers,
  ...['append', 'delete', 'get', 'has', 'set', 'getSetCookie', 'forEach', 'keys', 'values', 'entries'],
);

/** A Headers object over `list`. */
export function wrapHeaders(list: HeaderList, immutable: boolean): Headers {
  return wrap(list, immutable);
}

/** The list inside of a Headers object. */
export function headerList(headers: Headers): HeaderList {
  return listOf(headers);
}

/** A copy that changes on its own. */
export function copyList(list: HeaderList): HeaderList {
  return new HeaderList(Array.from(list, ([key, { name, values }]) => [key, { name, values: [...values] }]));
}

/** A field's values joined, or null. */
export function getField(list: HeaderList, name: string): string | null {
  return list.get(name.toLowerCase())?.values.join(', ') ?? null;
}

/** Adds a value to a field. */
export function appendField(list: HeaderList, name: string, value: string): void {
  const key = name.toLowerCase();
  const entry = list.get(key);
  list.sorted = undefined;
  if (!entry) list.set(key, { name, values: [value] });
  else if (key === 'set-cookie') entry.values.push(value);
  else entry.values[0] = `${entry.values[0]}${key === 'cookie' ? '; ' : ', '}${value}`;
}

/** Replaces a field. */
export function setField(list: HeaderList, name: string, value: string): void {
  list.set(name.toLowerCase(), { name, values: [value] });
  list.sorted = undefined;
}

/** Adds what `init` names to `list`. */
export function fillHeaders(list: HeaderList, init: unknown): void {
  const wrong =
    'Headers constructor: Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.';
  if (init === null || (typeof init !== 'object' && typeof init !== 'function')) throw new TypeError(wrong);
  if (isHeaders(init) && init[Symbol.iterator] === Headers.prototype.entries) {
    for (const { name, values } of listOf(init).values()) for (const value of values) appendField(list, name, value);
    return;
  }
  // All is converted before anything is added, as Web IDL has it.
  const pairs: [name: string, value: string][] = [];
  const add = (name: unknown, value: unknown) => {
    pairs.push([byteString(name, 'Headers.append', 'name'), byteString(value, 'Headers.append', 'value')]);
  };
  const iterate = (init as Partial<Iterable<Iterable<unknown>>>)[Symbol.iterator];
  if (typeof iterate === 'function') {
    for (const item of { [Symbol.iterator]: () => iterate.call(init) as Iterator<Iterable<unknown>> }) {
      if (item === null || typeof item !== 'object' || typeof item[Symbol.iterator] !== 'function')
        throw new TypeError(wrong);
      const pair = [...item];
      if (pair.length !== 2) {
        throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${pair.length}.`);
      }
      add(pair[0], pair[1]);
    }
  } else {
    for (const key of Reflect.ownKeys(init)) {
      if (!Reflect.getOwnPropertyDescriptor(init, key)?.enumerable) continue;
      const name = byteString(key, 'Headers.append', 'name');
      add(name, (init as Record<PropertyKey, unknown>)[key]);
    }
  }
  for (const [name, value] of pairs) appendField(list, ...checkField(name, value, 'Headers.append'));
}

function checkField(name: unknown, value: unknown, prefix: string): [name: string, value: string] {
  const key = byteString(name, prefix, 'name');
  const text = byteString(value, prefix, 'value').replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  checkName(key, prefix);
  if (/[\0\r\n]/.test(text)) throw new TypeError(`${prefix}: "${text}" is an invalid header value.`);
  return [key, text];
}

function checkName(name: unknown, prefix: string): string {
  const key = byteString(name, prefix, 'name');
  if (!isToken(key)) throw new TypeError(`${prefix}: "${key}" is an invalid header name.`);
  return key;
}

/** Whether the text is a token of HTTP. Source: RFC 9110, 5.6.2. */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/.test(text);
}

/** Sorted by name, with an entry for each `set-cookie`. Source: Fetch Standard, "sort and combine". */
function sorted(list: HeaderList): [string, string][] {
  // Asked for at every step of an iteration, since the standard lets changes during one show.
  list.sorted ??= [...list.keys()].sort().flatMap((name): [string, string][] => {
    const { values } = list.get(name) as Entry;
    return name === 'set-cookie' ? values.map((value) => [name, value]) : [[name, values.join(', ')]];
  });
  return list.sorted;
}

interface IteratorState {
  list: HeaderList;
  item: (entry: [string, string]) => unknown;
  index: number;
}

const states = new WeakMap<object, IteratorState>();

function iteratorOf<Item>(list: HeaderList, item: (entry: [string, string]) => Item): IterableIterator<Item> {
  const iterator = Object.create(IteratorPrototype) as IterableIterator<Item>;
  states.set(iterator, { list, item, index: 0 });
  return iterator;
}

const IteratorPrototype = {
  __proto__: Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object,

  next(this: object): IteratorResult<unknown> {
    const state = states.get(this);
    if (!state) throw new TypeError("'next' called on an object that does not implement interface Headers Iterator.");
    const entry = sorted(state.list)[state.index++];
    return entry ? { value: state.item(entry), done: false } : { value: undefined, done: true };
  },
};
webInterfaceNamed(IteratorPrototype, 'Headers Iterator', ['next']);
