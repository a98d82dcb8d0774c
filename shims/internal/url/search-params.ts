import {
  ERR_ARG_NOT_ITERABLE,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_THIS,
  ERR_INVALID_TUPLE,
  ERR_MISSING_ARGS,
} from '../errors.ts';
import { usvString } from '../usv-string.ts';
import { type Inspect, type InspectOptions, inspectSymbol, webInterface, webInterfaceNamed } from '../web-class.ts';
import { parseForm, serializeForm } from './form-urlencoded.ts';

/** What `new URLSearchParams` takes. */
export type SearchParamsInit = string | Record<string, string> | Iterable<Iterable<string>> | URLSearchParams | null;

let pairsOf: (params: unknown) => string[];
let attach: (params: URLSearchParams, text: string, changed: (query: string) => void) => void;

/**
 * `URLSearchParams`.
 * Source: URL Standard, 6.2 URLSearchParams class; https://nodejs.org/api/url.html#class-urlsearchparams
 */
export class URLSearchParams {
  /** Names and values in turn. */
  #pairs: string[] = [];
  /** Tells the URL that these parameters belong to. */
  #changed: ((query: string) => void) | undefined;
  declare [Symbol.iterator]: () => IterableIterator<[string, string]>;

  constructor(init?: SearchParamsInit) {
    if (init === undefined || init === null) return;
    if (typeof init === 'object' || typeof init === 'function') this.#pairs = pairsFrom(init);
    else {
      const text = usvString(init);
      this.#pairs = parseForm(text.startsWith('?') ? text.slice(1) : text);
    }
  }

  /** The number of pairs. */
  get size(): number {
    return pairsOf(this).length / 2;
  }

  append(name: string, value: string): void {
    const pairs = pairsOf(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    pairs.push(usvString(name), usvString(value));
    this.#update();
  }

  /** Removes the pairs of that name, or only those with that value too. */
  delete(name: string, value?: string): void {
    const pairs = pairsOf(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const matches = matcher(name, value);
    keepPairs(pairs, (key, item) => !matches(key, item));
    this.#update();
  }

  get(name: string): string | null {
    const pairs = pairsOf(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const key = usvString(name);
    for (let nth = 0; nth < pairs.length; nth += 2) if (pairs[nth] === key) return pairs[nth + 1] as string;
    return null;
  }

  getAll(name: string): string[] {
    const pairs = pairsOf(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const key = usvString(name);
    return pairs.filter((_, nth) => nth % 2 === 1 && pairs[nth - 1] === key);
  }

  has(name: string, value?: string): boolean {
    const pairs = pairsOf(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const matches = matcher(name, value);
    return pairs.some((key, nth) => nth % 2 === 0 && matches(key, pairs[nth + 1] as string));
  }

  /** Sets the first pair of that name and removes the others, or appends one. */
  set(name: string, value: string): void {
    const pairs = pairsOf(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    const key = usvString(name);
    const text = usvString(value);
    let found = false;
    keepPairs(pairs, (other) => other !== key || (!found && (found = true)));
    if (found) pairs[pairs.findIndex((item, nth) => nth % 2 === 0 && item === key) + 1] = text;
    else pairs.push(key, text);
    this.#update();
  }

  /** Sorts by name, by UTF-16 code units; pairs of one name keep their order. */
  sort(): void {
    const pairs = pairsOf(this);
    const sorted = [...entries(pairs)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    replacePairs(pairs, sorted.flat());
    this.#update();
  }

  forEach(callback: (value: string, name: string, params: URLSearchParams) => void, thisArg?: unknown): void {
    const pairs = pairsOf(this);
    if (typeof callback !== 'function') throw new ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
    for (let nth = 0; nth < pairs.length; nth += 2) {
      callback.call(thisArg, pairs[nth + 1] as string, pairs[nth] as string, this);
    }
  }

  entries(): IterableIterator<[string, string]> {
    return iterate(pairsOf(this), (name, value) => [name, value]);
  }

  keys(): IterableIterator<string> {
    return iterate(pairsOf(this), (name) => name);
  }

  values(): IterableIterator<string> {
    return iterate(pairsOf(this), (_, value) => value);
  }

  toString(): string {
    return serializeForm(pairsOf(this));
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const pairs = pairsOf(this);
    if (typeof depth === 'number' && depth < 0) return '[Object]';
    const inner = innerOptions(depth, options);
    const shown = [...entries(pairs)].map(([name, value]) => `${inspect(name, inner)} => ${inspect(value, inner)}`);
    return shown.length === 0 ? 'URLSearchParams {}' : wrap('URLSearchParams', shown, options);
  }

  #update(): void {
    this.#changed?.(serializeForm(this.#pairs));
  }

  static {
    pairsOf = (params) => {
      if (typeof params !== 'object' || params === null || !(#pairs in params)) {
        throw new ERR_INVALID_THIS('URLSearchParams');
      }
      return params.#pairs;
    };
    attach = (params, text, changed) => {
      replacePairs(params.#pairs, parseForm(text));
      params.#changed = changed;
    };
  }
}

Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  configurable: true,
  writable: true,
  value: URLSearchParams.prototype.entries,
});
webInterface(
  URLSearchParams,
  ...[
    'append',
    'delete',
    'get',
    'getAll',
    'has',
    'set',
    'sort',
    'entries',
    'forEach',
    'keys',
    'values',
    'size',
    'toString',
  ],
);

/** Makes `params` those of a URL: parsed from its query, and `changed` hears of every change. */
export function attachSearchParams(params: URLSearchParams, query: string, changed: (query: string) => void): void {
  attach(params, query, changed);
}

function matcher(name: unknown, value: unknown): (key: string, item: string) => boolean {
  const wanted = usvString(name);
  const wantedValue = value === undefined ? undefined : usvString(value);
  return (key, item) => key === wanted && (wantedValue === undefined || item === wantedValue);
}

function keepPairs(pairs: string[], keep: (name: string, value: string) => boolean): void {
  const kept = [...entries(pairs)].filter(([name, value]) => keep(name, value));
  if (kept.length * 2 < pairs.length) replacePairs(pairs, kept.flat());
}

/** In place, since iterators under way look at this array. */
function replacePairs(pairs: string[], items: readonly string[]): void {
  pairs.length = 0;
  for (const item of items) pairs.push(item);
}

function pairsFrom(init: object): string[] {
  const method: unknown = (init as Iterable<unknown>)[Symbol.iterator];
  if (init instanceof URLSearchParams && method === URLSearchParams.prototype.entries) return [...pairsOf(init)];
  if (method === undefined || method === null) return pairsFromRecord(init as Record<string, unknown>);
  if (typeof method !== 'function') throw new ERR_ARG_NOT_ITERABLE('Query pairs');
  return [...(init as Iterable<unknown>)].flatMap((pair) => {
    if (pair === null || pair === undefined || (typeof pair !== 'object' && typeof pair !== 'function'))
      throw tupleError();
    if (typeof (pair as Iterable<unknown>)[Symbol.iterator] !== 'function') throw tupleError();
    const items = [...(pair as Iterable<unknown>)];
    if (items.length !== 2) throw tupleError();
    return items.map(usvString);
  });
}

function tupleError(): Error {
  return new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
}

/** Names that differ only in lone surrogates become one: the last value wins, at the first's place. */
function pairsFromRecord(init: Record<string, unknown>): string[] {
  const pairs = new Map<string, string>();
  for (const key of Reflect.ownKeys(init)) {
    if (Reflect.getOwnPropertyDescriptor(init, key)?.enumerable)
      pairs.set(usvString(key), usvString(init[key as string]));
  }
  return [...pairs].flat();
}

function* entries(pairs: readonly string[]): Generator<[string, string]> {
  for (let nth = 0; nth < pairs.length; nth += 2) yield [pairs[nth] as string, pairs[nth + 1] as string];
}

interface IteratorState {
  pairs: readonly string[];
  item: (name: string, value: string) => unknown;
  index: number;
}

const states = new WeakMap<object, IteratorState>();

function iterate<Item>(pairs: readonly string[], item: (name: string, value: string) => Item): IterableIterator<Item> {
  const iterator = Object.create(IteratorPrototype) as IterableIterator<Item>;
  states.set(iterator, { pairs, item, index: 0 });
  return iterator;
}

function stateOf(iterator: unknown): IteratorState {
  const state = typeof iterator === 'object' && iterator !== null ? states.get(iterator) : undefined;
  if (state === undefined) throw new ERR_INVALID_THIS('URLSearchParamsIterator');
  return state;
}

const IteratorPrototype = {
  __proto__: Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object,

  next(this: object): IteratorResult<unknown> {
    const state = stateOf(this);
    const { pairs, index } = state;
    if (index >= pairs.length) return { value: undefined, done: true };
    state.index = index + 2;
    return { value: state.item(pairs[index] as string, pairs[index + 1] as string), done: false };
  },

  [inspectSymbol](this: object, depth: number, options: InspectOptions, inspect: Inspect): string {
    const { pairs, index, item } = stateOf(this);
    if (typeof depth === 'number' && depth < 0) return '[Object]';
    const rest = [...entries(pairs.slice(index))].map(([name, value]) => item(name, value));
    const shown = rest.map((value) => inspect(value, innerOptions(depth, options)));
    return wrap('URLSearchParams Iterator', shown, options);
  },
};
webInterfaceNamed(IteratorPrototype, 'URLSearchParams Iterator', []);

function innerOptions(depth: number, options: InspectOptions): InspectOptions {
  return typeof depth === 'number' ? { ...options, depth: depth - 1 } : { ...options };
}

/** One line, or one line an item where it would be longer than `breakLength`. */
function wrap(name: string, items: readonly string[], options: InspectOptions): string {
  const width = items.reduce((sum, item) => sum + item.replace(/\u001b\[\d\d?m/g, '').length + 2, -2);
  const breaks = width > ((options['breakLength'] as number | undefined) ?? 80);
  return breaks ? `${name} {\n  ${items.join(',\n  ')} }` : `${name} { ${items.join(', ')} }`;
}
