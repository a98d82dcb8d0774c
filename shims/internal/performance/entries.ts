import { now } from 'zora:node/system@0.1.0';
import {
  ERR_ILLEGAL_CONSTRUCTOR,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_THIS,
  ERR_MISSING_ARGS,
  ERR_PERFORMANCE_INVALID_TIMESTAMP,
} from '../errors.ts';
import { structuredClone } from '../structured-clone.ts';
import { domString } from '../usv-string.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from '../web-class.ts';

const construct = Symbol('construct');

/** Lets the classes of entries be made. */
export const entryKey: unknown = construct;

interface Fields {
  name: string;
  entryType: string;
  startTime: number;
  duration: number;
}

let fieldsOf: (entry: unknown) => Fields;

/** https://nodejs.org/api/perf_hooks.html#class-performanceentry */
export class PerformanceEntry {
  readonly #fields: Fields;

  constructor(key: unknown = undefined, fields: Fields | undefined = undefined) {
    if (key !== construct || fields === undefined) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#fields = fields;
  }

  get name(): string {
    return fieldsOf(this).name;
  }

  get entryType(): string {
    return fieldsOf(this).entryType;
  }

  /** Milliseconds since `timeOrigin`. */
  get startTime(): number {
    return fieldsOf(this).startTime;
  }

  /** Milliseconds. */
  get duration(): number {
    return fieldsOf(this).duration;
  }

  toJSON(): Record<string, unknown> {
    const { name, entryType, startTime, duration } = this;
    return { name, entryType, startTime, duration };
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs(this.constructor.name, this.toJSON(), depth, options, inspect);
  }

  static {
    fieldsOf = (entry) => {
      if (typeof entry !== 'object' || entry === null || !(#fields in entry))
        throw new ERR_INVALID_THIS('PerformanceEntry');
      return (entry as PerformanceEntry).#fields;
    };
  }
}

/** Options of a mark. */
export interface MarkOptions {
  detail?: unknown;
  startTime?: number;
}

/** https://nodejs.org/api/perf_hooks.html#class-performancemark */
export class PerformanceMark extends PerformanceEntry {
  readonly #detail: unknown;

  constructor(name: string, options: MarkOptions = {}) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    const label = domString(name);
    if (options !== undefined && options !== null && typeof options !== 'object') {
      throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    const startTime = options?.startTime ?? now();
    if (typeof startTime !== 'number') throw new ERR_INVALID_ARG_TYPE('startTime', 'number', startTime);
    if (startTime < 0) throw new ERR_PERFORMANCE_INVALID_TIMESTAMP(startTime);
    super(construct, { name: label, entryType: 'mark', startTime, duration: 0 });
    this.#detail = copyDetail(options?.detail);
  }

  get detail(): unknown {
    return this.#detail;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), detail: this.#detail };
  }
}

/** https://nodejs.org/api/perf_hooks.html#class-performancemeasure */
export class PerformanceMeasure extends PerformanceEntry {
  readonly #detail: unknown;

  constructor(key: unknown = undefined, fields: Fields | undefined = undefined, detail: unknown = undefined) {
    super(key, fields);
    this.#detail = copyDetail(detail);
  }

  get detail(): unknown {
    return this.#detail;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), detail: this.#detail };
  }
}

function copyDetail(detail: unknown): unknown {
  if (detail === undefined || detail === null) return null;
  return typeof detail === 'object' ? structuredClone(detail) : detail;
}

webInterface(PerformanceEntry, 'name', 'entryType', 'startTime', 'duration', 'toJSON');
webInterface(PerformanceMark, 'detail');
webInterface(PerformanceMeasure, 'detail');

/** A measure; user code makes them with `performance.measure`. */
export function createMeasure(name: string, startTime: number, duration: number, detail: unknown): PerformanceMeasure {
  return new PerformanceMeasure(construct, { name, entryType: 'measure', startTime, duration }, detail);
}

/** An entry of Node's own types: a call of a function, or work of a builtin. */
class PerformanceNodeEntry extends PerformanceEntry {
  readonly #detail: unknown;

  constructor(fields: Fields, detail: unknown) {
    super(construct, fields);
    this.#detail = detail;
  }

  get detail(): unknown {
    return this.#detail;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), detail: this.#detail };
  }
}

/** An entry of another type. */
export function createEntry(
  name: string,
  entryType: string,
  startTime: number,
  duration: number,
  detail: unknown,
): PerformanceEntry {
  return new PerformanceNodeEntry({ name, entryType, startTime, duration }, detail);
}
