import { ERR_INVALID_THIS, ERR_MISSING_OPTION } from '../errors.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from '../web-class.ts';

// The functions are shared by all strategies, and have the names that the standard gives them.
const byteSize = Object.defineProperty((chunk: { byteLength: number }) => chunk.byteLength, 'name', { value: 'size' });
const countSize = Object.defineProperty(() => 1, 'name', { value: 'size' });

function highWaterMarkOf(init: unknown): number {
  const mark = (init as { highWaterMark?: unknown } | null | undefined)?.highWaterMark;
  if (mark === undefined) throw new ERR_MISSING_OPTION('options.highWaterMark');
  return Number(mark);
}

/** https://nodejs.org/api/webstreams.html#class-bytelengthqueuingstrategy */
export class ByteLengthQueuingStrategy {
  readonly #highWaterMark: number;

  constructor(init: { highWaterMark: number }) {
    this.#highWaterMark = highWaterMarkOf(init);
  }

  get highWaterMark(): number {
    if (!(#highWaterMark in this)) throw new ERR_INVALID_THIS('ByteLengthQueuingStrategy');
    return this.#highWaterMark;
  }

  get size(): (chunk: { byteLength: number }) => number {
    if (!(#highWaterMark in this)) throw new ERR_INVALID_THIS('ByteLengthQueuingStrategy');
    return byteSize;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs('ByteLengthQueuingStrategy', { highWaterMark: this.highWaterMark }, depth, options, inspect);
  }
}

/** https://nodejs.org/api/webstreams.html#class-countqueuingstrategy */
export class CountQueuingStrategy {
  readonly #highWaterMark: number;

  constructor(init: { highWaterMark: number }) {
    this.#highWaterMark = highWaterMarkOf(init);
  }

  get highWaterMark(): number {
    if (!(#highWaterMark in this)) throw new ERR_INVALID_THIS('CountQueuingStrategy');
    return this.#highWaterMark;
  }

  get size(): () => number {
    if (!(#highWaterMark in this)) throw new ERR_INVALID_THIS('CountQueuingStrategy');
    return countSize;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs('CountQueuingStrategy', { highWaterMark: this.highWaterMark }, depth, options, inspect);
  }
}

webInterface(ByteLengthQueuingStrategy, 'highWaterMark', 'size');
webInterface(CountQueuingStrategy, 'highWaterMark', 'size');
