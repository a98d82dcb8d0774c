/**
 * Histograms: how often each value was recorded. Values are kept to so many significant figures, as HDR histograms keep them.
 *
 * https://nodejs.org/api/perf_hooks.html#class-histogram
 */
import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_OUT_OF_RANGE } from '../errors.ts';
import { type LoopHandle, now, setLoopTimer } from '../loop.ts';
import { validateInteger, validateNumber, validateObject } from '../validators.ts';
import { cloneSymbol, type Inspect, type InspectOptions, inspectAs, inspectSymbol } from '../web-class.ts';

const kConstruct: unique symbol = Symbol('kConstruct') as never;

const NONE = 9223372036854775807n;

/** The counts, which a histogram and its clones share. */
class Counts {
  readonly lowest: bigint;
  readonly highest: bigint;
  readonly figures: number;
  readonly values = new Map<bigint, bigint>();
  count = 0n;
  exceeds = 0n;
  min = NONE;
  max = 0n;
  /** Of `recordDelta`, in nanoseconds. */
  previous: bigint | undefined;

  constructor(lowest: bigint, highest: bigint, figures: number) {
    this.lowest = lowest;
    this.highest = highest;
    this.figures = figures;
  }

  /** @returns whether it is within the bounds */
  record(value: bigint, times = 1n): boolean {
    if (value > this.highest || value < 0n) {
      this.exceeds += times;
      return false;
    }
    const kept = this.#rounded(value);
    this.values.set(kept, (this.values.get(kept) ?? 0n) + times);
    this.count += times;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    return true;
  }

  #rounded(value: bigint): bigint {
    const digits = value.toString().length - this.figures - 1;
    const unit = digits > 0 ? 10n ** BigInt(digits) : 1n;
    return (value / unit) * unit;
  }

  add(other: Counts): void {
    for (const [value, times] of other.values) this.record(value, times);
    this.exceeds += other.exceeds;
    if (other.min < this.min) this.min = other.min;
    if (other.max > this.max) this.max = other.max;
  }

  reset(): void {
    this.values.clear();
    this.count = 0n;
    this.exceeds = 0n;
    this.min = NONE;
    this.max = 0n;
    this.previous = undefined;
  }

  mean(): number {
    let sum = 0;
    for (const [value, times] of this.values) sum += Number(value) * Number(times);
    return sum / Number(this.count);
  }

  deviation(): number {
    const mean = this.mean();
    let sum = 0;
    for (const [value, times] of this.values) sum += (Number(value) - mean) ** 2 * Number(times);
    return Math.sqrt(sum / Number(this.count));
  }

  /** The value that this share of all is not above. */
  percentile(percentile: number): bigint {
    const wanted = Math.max(1, Math.ceil((percentile / 100) * Number(this.count)));
    let seen = 0;
    for (const value of [...this.values.keys()].sort((a, b) => (a < b ? -1 : 1))) {
      seen += Number(this.values.get(value));
      if (seen >= wanted) return value;
    }
    return this.max;
  }

  /** The percentiles at which half of the rest is left, each with its value. */
  percentiles(): [percentile: number, value: bigint][] {
    if (this.count === 0n) return [[100, 0n]];
    const list: [number, bigint][] = [];
    for (
      let at = 0, left = 100;
      list.at(-1)?.[1] !== this.percentile(100) && list.length < 64;
      left /= 2, at = 100 - left
    ) {
      list.push([at, this.percentile(at)]);
    }
    return [...list, [100, this.percentile(100)]];
  }
}

let countsOf: (histogram: unknown) => Counts;

/** https://nodejs.org/api/perf_hooks.html#class-histogram */
export class Histogram {
  readonly #counts: Counts;

  constructor(key?: unknown, counts?: Counts) {
    if (key !== kConstruct || counts === undefined) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#counts = counts;
  }

  get count(): number {
    return Number(countsOf(this).count);
  }
  get countBigInt(): bigint {
    return countsOf(this).count;
  }
  get exceeds(): number {
    return Number(countsOf(this).exceeds);
  }
  get exceedsBigInt(): bigint {
    return countsOf(this).exceeds;
  }
  get min(): number {
    return Number(countsOf(this).min);
  }
  get minBigInt(): bigint {
    return countsOf(this).min;
  }
  get max(): number {
    return Number(countsOf(this).max);
  }
  get maxBigInt(): bigint {
    return countsOf(this).max;
  }
  get mean(): number {
    return countsOf(this).mean();
  }
  get stddev(): number {
    return countsOf(this).deviation();
  }

  percentile(percentile: unknown): number {
    return Number(countsOf(this).percentile(checkPercentile(percentile)));
  }

  percentileBigInt(percentile: unknown): bigint {
    return countsOf(this).percentile(checkPercentile(percentile));
  }

  get percentiles(): Map<number, number> {
    return new Map(
      countsOf(this)
        .percentiles()
        .map(([at, value]) => [at, Number(value)]),
    );
  }

  get percentilesBigInt(): Map<number, bigint> {
    return new Map(countsOf(this).percentiles());
  }

  reset(): void {
    countsOf(this).reset();
  }

  /** A clone shows the same counts, and counts nothing itself. */
  [cloneSymbol](): object {
    return new Histogram(kConstruct, countsOf(this));
  }

  toJSON(): object {
    const { count, min, max, mean, exceeds, stddev, percentiles } = this;
    return { count, min, max, mean, exceeds, stddev, percentiles: Object.fromEntries(percentiles) };
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { min, max, mean, exceeds, stddev, count, percentiles } = this;
    if (depth < 0) return `[${this.constructor === Histogram ? 'Histogram' : this.constructor.name}]`;
    return inspectAs('Histogram', { min, max, mean, exceeds, stddev, count, percentiles }, depth, options, inspect);
  }

  static {
    countsOf = (histogram) => {
      if (typeof histogram !== 'object' || histogram === null || !(#counts in histogram)) {
        throw new ERR_INVALID_THIS('Histogram');
      }
      return (histogram as Histogram).#counts;
    };
  }
}

function checkPercentile(percentile: unknown): number {
  validateNumber(percentile, 'percentile');
  if (Number.isNaN(percentile) || !(percentile > 0 && percentile <= 100)) {
    throw new ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percentile);
  }
  return percentile;
}

/** https://nodejs.org/api/perf_hooks.html#class-recordablehistogram-extends-histogram */
export class RecordableHistogram extends Histogram {
  /** Records a value: 1 at least. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
  record(value: unknown): void {
    const counts = countsOf(this);
    if (typeof value !== 'bigint') validateInteger(value, 'val', 1);
    else if (value < 1n || value > NONE) throw new ERR_OUT_OF_RANGE('val', '>= 1 && <= 9223372036854775807', value);
    counts.record(BigInt(value as number | bigint));
  }

  /** Records the nanoseconds since it was called last. */
  recordDelta(): void {
    const counts = countsOf(this);
    const time = BigInt(Math.round(now() * 1e6));
    if (counts.previous !== undefined) counts.record(time - counts.previous || 1n);
    counts.previous = time;
  }

  /** Adds the counts of another. */
  add(other: unknown): void {
    if (!(other instanceof RecordableHistogram)) {
      throw new ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    }
    countsOf(this).add(countsOf(other));
  }

  override [cloneSymbol](): object {
    return new RecordableHistogram(kConstruct, countsOf(this));
  }
}

/** https://nodejs.org/api/perf_hooks.html#class-intervalhistogram-extends-histogram */
export class IntervalHistogram extends Histogram {
  #resolution = 10;
  #timer: LoopHandle | undefined;

  /** Of the loop's delays, sampled so often. @param resolution in milliseconds */
  static ofDelays(resolution: number): IntervalHistogram {
    const histogram = new IntervalHistogram(kConstruct, new Counts(1n, NONE, 3));
    histogram.#resolution = resolution;
    return histogram;
  }

  /** Begins to sample. @returns whether it did not before */
  enable(): boolean {
    if (this.#timer !== undefined) return false;
    this.#sample(now());
    return true;
  }

  /** @returns whether it did sample */
  disable(): boolean {
    if (this.#timer === undefined) return false;
    this.#timer.close();
    this.#timer = undefined;
    return true;
  }

  #sample(since: number): void {
    this.#timer = setLoopTimer(() => {
      const time = now();
      // As libuv's timers, it is sampled from one run to the next.
      countsOf(this).record(BigInt(Math.max(1, Math.round((time - since) * 1e6))));
      this.#sample(time);
    }, this.#resolution);
    this.#timer.unref();
  }

  [Symbol.dispose](): void {
    this.disable();
  }
}

/** https://nodejs.org/api/perf_hooks.html#perf_hooksmonitoreventloopdelayoptions @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function monitorEventLoopDelay(options: unknown = {}): IntervalHistogram {
  validateObject(options, 'options');
  const { resolution = 10 } = options as { resolution?: unknown };
  validateInteger(resolution, 'options.resolution', 1);
  return IntervalHistogram.ofDelays(resolution as number);
}

/** https://nodejs.org/api/perf_hooks.html#perf_hookscreatehistogramoptions @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function createHistogram(options: unknown = {}): RecordableHistogram {
  validateObject(options, 'options');
  const { lowest = 1, highest = NONE, figures = 3 } = options as Record<string, unknown>;
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1);
  if (typeof highest !== 'bigint') validateInteger(highest, 'options.highest', 2 * Number(lowest as number));
  else if (highest < 2n * BigInt(lowest as number | bigint)) {
    throw new ERR_OUT_OF_RANGE('options.highest', `>= ${2n * BigInt(lowest as number | bigint)}`, highest);
  }
  validateInteger(figures, 'options.figures', 1, 5);
  return new RecordableHistogram(
    kConstruct,
    new Counts(BigInt(lowest as number), BigInt(highest as number), figures as number),
  );
}
