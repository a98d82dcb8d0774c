import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } from '../errors.ts';
import { type LoopHandle, setCheck } from '../loop.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from '../web-class.ts';
import type { PerformanceEntry } from './entries.ts';
import { observeWork } from './observed.ts';
import { list, onEntry, select } from './timeline.ts';

/** The types of entries that there are here. */
const TYPES: readonly string[] = Object.freeze(['dns', 'function', 'mark', 'measure', 'net', 'resource']);

const construct = Symbol('construct');

/** https://nodejs.org/api/perf_hooks.html#class-performanceobserverentrylist */
export class PerformanceObserverEntryList {
  readonly #entries: readonly PerformanceEntry[];

  constructor(key: unknown = undefined, entries: readonly PerformanceEntry[] = []) {
    if (key !== construct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#entries = select(entries);
  }

  getEntries(): PerformanceEntry[] {
    return [...this.#entries];
  }

  getEntriesByType(type: string): PerformanceEntry[] {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    return select(this.#entries, undefined, `${type}`);
  }

  getEntriesByName(name: string, type?: string): PerformanceEntry[] {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    return select(this.#entries, `${name}`, type);
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs('PerformanceObserverEntryList', [...this.#entries], depth, options, inspect);
  }
}

/** Which entries an observer wants. */
export interface ObserveOptions {
  entryTypes?: readonly string[];
  type?: string;
  buffered?: boolean;
}

/** https://nodejs.org/api/perf_hooks.html#class-performanceobserver */
export class PerformanceObserver {
  readonly #callback: (list: PerformanceObserverEntryList, observer: PerformanceObserver) => void;
  #types: Set<string> = new Set();
  #mode: 'many' | 'one' | undefined;
  #buffer: PerformanceEntry[] = [];
  #stop: (() => void) | undefined;
  #check: LoopHandle | undefined;

  constructor(callback: (list: PerformanceObserverEntryList, observer: PerformanceObserver) => void) {
    if (typeof callback !== 'function') throw new ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
    this.#callback = callback;
  }

  static get supportedEntryTypes(): readonly string[] {
    return TYPES;
  }

  /** Calls back, in the check phase, with the entries that have come up. */
  observe(options: ObserveOptions = {}): void {
    if (typeof options !== 'object' || options === null) throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined)
      throw new ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    if (entryTypes != null && type != null) {
      throw new ERR_INVALID_ARG_VALUE(
        'options.entryTypes',
        entryTypes,
        'options.entryTypes can not set with options.type together',
      );
    }
    const mode = entryTypes === undefined ? 'one' : 'many';
    if (this.#mode !== undefined && this.#mode !== mode) {
      throw new DOMException(
        `PerformanceObserver can not change from ${this.#mode} to ${mode}`,
        'InvalidModificationError',
      );
    }
    this.#mode = mode;
    if (mode === 'many') {
      if (!Array.isArray(entryTypes)) throw new ERR_INVALID_ARG_TYPE('options.entryTypes', 'string[]', entryTypes);
      this.#types = new Set(entryTypes.filter((name) => TYPES.includes(name)));
    } else {
      if (!TYPES.includes(type as string)) return;
      this.#types.add(type as string);
      if (buffered) for (const entry of list(undefined, type)) this.#add(entry);
    }
    this.#stop?.();
    this.#stop = undefined;
    if (this.#types.size === 0) return;
    const stops = [
      onEntry((entry) => this.#types.has(entry.entryType) && this.#add(entry)),
      ...[...this.#types].map((name) => observeWork(name)),
    ];
    this.#stop = () => {
      for (const stop of stops) stop();
    };
  }

  disconnect(): void {
    this.#stop?.();
    this.#check?.close();
    this.#stop = undefined;
    this.#check = undefined;
    this.#mode = undefined;
    this.#types.clear();
    this.#buffer = [];
  }

  /** The entries that the callback has not seen yet. */
  takeRecords(): PerformanceEntry[] {
    const taken = this.#buffer;
    this.#buffer = [];
    return taken;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const shown = {
      connected: this.#stop !== undefined,
      pending: this.#check !== undefined,
      entryTypes: [...this.#types],
    };
    return inspectAs('PerformanceObserver', shown, depth, options, inspect);
  }

  #add(entry: PerformanceEntry): void {
    this.#buffer.push(entry);
    this.#check ??= setCheck(() => {
      this.#check = undefined;
      const entries = this.takeRecords();
      if (entries.length > 0) this.#callback.call(this, new PerformanceObserverEntryList(construct, entries), this);
    });
  }
}

webInterface(PerformanceObserverEntryList, 'getEntries', 'getEntriesByType', 'getEntriesByName');
webInterface(PerformanceObserver, 'observe', 'disconnect', 'takeRecords');
