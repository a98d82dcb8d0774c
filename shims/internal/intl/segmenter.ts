/** `Intl.Segmenter`: ECMA-402, section 19. */
import { callIntl, type FormatterEntry, hostOf } from './host.ts';
import { text } from './options.ts';
import { defineTag, incompatibleReceiver } from './receiver.ts';
import { makeConstructor, Service } from './service.ts';

/** One segment of a text. */
interface Segment {
  segment: string;
  index: number;
  input: string;
  isWordLike?: boolean;
}

/** Where a text divides. */
interface Divisions {
  /** The index at which each segment begins; absent: each character is one. */
  starts: ArrayLike<number> | undefined;
  wordLike: ArrayLike<number>;
}

const PRINTABLE_ASCII = /^[ -~]*$/;

/** What `segment` gives. It asks the host once, when the first segment is wanted. */
class Segments {
  readonly #entry: FormatterEntry;
  readonly #graphemes: boolean;
  readonly #input: string;
  #divisions: Divisions | undefined;

  constructor(entry: FormatterEntry, input: string) {
    this.#entry = entry;
    this.#graphemes = !entry.options.some(([name, { val }]) => name === 'granularity' && val !== 'grapheme');
    this.#input = input;
  }

  /** The segment that has the UTF-16 code unit at an index; undefined where there is none. */
  containing(index?: unknown): Segment | undefined {
    if (typeof this !== 'object' || this === null || !(#input in this))
      throw incompatibleReceiver('%Segments.prototype%.containing', this);
    const at = Math.trunc(+(index as number)) || 0;
    if (at < 0 || at >= this.#input.length) return undefined;
    const divisions = this.#divide();
    const { starts } = divisions;
    return makeSegment(this.#input, divisions, starts === undefined ? at : lastAtMost(starts, at));
  }

  [Symbol.iterator](): IterableIterator<Segment> {
    if (typeof this !== 'object' || this === null || !(#input in this))
      throw incompatibleReceiver('%SegmentsPrototype%[Symbol.iterator]', this);
    const divisions = this.#divide();
    const input = this.#input;
    return new SegmentIterator(divisions.starts?.length ?? input.length, (number) =>
      makeSegment(input, divisions, number),
    );
  }

  #divide(): Divisions {
    return (this.#divisions ??=
      this.#graphemes && PRINTABLE_ASCII.test(this.#input)
        ? { starts: undefined, wordLike: [] }
        : callIntl(() => hostOf(this.#entry).segment(this.#input.toWellFormed())));
  }
}
Reflect.deleteProperty(Segments.prototype, 'constructor');

function makeSegment(input: string, { starts, wordLike }: Divisions, number: number): Segment {
  const index = starts === undefined ? number : (starts[number] as number);
  const end = starts === undefined ? number + 1 : starts[number + 1];
  const segment: Segment = { segment: input.slice(index, end), index, input };
  if (wordLike.length > 0) segment.isWordLike = wordLike[number] === 1;
  return segment;
}

/** The position of the last item that is at most `value`; `starts` begins with 0 and ascends. */
function lastAtMost(starts: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= value) low = middle;
    else high = middle;
  }
  return low;
}

class SegmentIterator implements IterableIterator<Segment> {
  readonly #count: number;
  readonly #segment: (number: number) => Segment;
  #next = 0;

  constructor(count: number, segment: (number: number) => Segment) {
    this.#count = count;
    this.#segment = segment;
  }

  next(): IteratorResult<Segment, undefined> {
    if (!(#next in this)) throw incompatibleReceiver('%SegmentIterator.prototype%.next', this);
    if (this.#next >= this.#count) return { value: undefined, done: true };
    return { value: this.#segment(this.#next++), done: false };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
Reflect.deleteProperty(SegmentIterator.prototype, 'constructor');
Reflect.deleteProperty(SegmentIterator.prototype, Symbol.iterator);
Object.setPrototypeOf(SegmentIterator.prototype, Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())));
defineTag(SegmentIterator.prototype, 'Segmenter String Iterator');

const segmenters = new Service({
  name: 'Segmenter',
  kind: 'segmenter',
  objectOptions: true,
  options: { localeMatcher: text, granularity: text },
});

export const Segmenter = /* @__PURE__ */ makeConstructor(segmenters, {
  segment(input: unknown) {
    return new Segments(segmenters.entry(this, 'segment'), `${input}`);
  },
});
