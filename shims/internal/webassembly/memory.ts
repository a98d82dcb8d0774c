/** `WebAssembly.Memory`. https://webassembly.github.io/spec/js-api/#memories */
import { trap } from './errors.ts';
import { limitsOf } from './limits.ts';
import type { Limits } from './types.ts';

export const PAGE = 65_536;
/** A gigabyte: the engine that this runs in has at most four itself. */
const MAX_PAGES = 16_384;
const OUTSIDE = 'memory access out of bounds';

/** The bytes of a memory, as instances use them. */
export class MemoryStore {
  readonly limits: Limits;
  #buffer: ArrayBuffer;
  #view: DataView;
  #bytes: Uint8Array;
  readonly #listeners: (() => void)[] = [];

  /** @throws RangeError */
  constructor(limits: Limits) {
    if (limits.minimum > MAX_PAGES) throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    this.limits = limits;
    this.#buffer = new ArrayBuffer(limits.minimum * PAGE);
    this.#view = new DataView(this.#buffer);
    this.#bytes = new Uint8Array(this.#buffer);
  }

  get buffer(): ArrayBuffer {
    return this.#buffer;
  }

  get view(): DataView {
    return this.#view;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get pages(): number {
    return this.#bytes.length / PAGE;
  }

  /** @param listener told when the memory has become another buffer, and once now */
  use(listener: () => void): void {
    this.#listeners.push(listener);
    listener();
  }

  /** @returns the pages before, or -1 */
  growBy(pages: number): number {
    const before = this.pages;
    const after = before + pages;
    if (after > Math.min(this.limits.maximum ?? MAX_PAGES, MAX_PAGES)) return -1;
    try {
      this.#buffer = this.#buffer.transfer(after * PAGE);
    } catch {
      return -1;
    }
    this.#view = new DataView(this.#buffer);
    this.#bytes = new Uint8Array(this.#buffer);
    for (const listener of this.#listeners) listener();
    return before;
  }

  init(data: Uint8Array, to: number, from: number, count: number): void {
    if (from + count > data.length || to + count > this.#bytes.length) trap(OUTSIDE);
    this.#bytes.set(data.subarray(from, from + count), to);
  }

  copy(to: number, from: number, count: number): void {
    if (from + count > this.#bytes.length || to + count > this.#bytes.length) trap(OUTSIDE);
    this.#bytes.copyWithin(to, from, from + count);
  }

  fill(to: number, value: number, count: number): void {
    if (to + count > this.#bytes.length) trap(OUTSIDE);
    this.#bytes.fill(value, to, to + count);
  }
}

const stores = /* @__PURE__ */ new WeakMap<object, MemoryStore>();
/** The object of each. */
const objects = /* @__PURE__ */ new WeakMap<MemoryStore, Memory>();

/** What is behind a memory; undefined for any other value. */
export function memoryStoreOf(value: unknown): MemoryStore | undefined {
  return typeof value === 'object' && value !== null ? stores.get(value) : undefined;
}

function storeOf(memory: Memory): MemoryStore {
  const store = stores.get(memory);
  if (store === undefined) throw new TypeError('Receiver is not a WebAssembly.Memory');
  return store;
}

/** See the file's head. */
export class Memory {
  constructor(descriptor: { initial: number; maximum?: number; shared?: boolean }) {
    const limits = limitsOf('Memory', descriptor, PAGE);
    if (descriptor.shared) throw new TypeError('WebAssembly.Memory(): shared memories are not offered here');
    const store = new MemoryStore(limits);
    stores.set(this, store);
    objects.set(store, this);
  }

  /** The memory over bytes that there are already. */
  static over(store: MemoryStore): Memory {
    const known = objects.get(store);
    if (known !== undefined) return known;
    const memory = Object.create(Memory.prototype) as Memory;
    stores.set(memory, store);
    objects.set(store, memory);
    return memory;
  }

  get buffer(): ArrayBuffer {
    return storeOf(this).buffer;
  }

  /** @returns the pages before @throws RangeError */
  grow(delta: number): number {
    const before = storeOf(this).growBy(delta >>> 0);
    if (before === -1) throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    return before;
  }

  get [Symbol.toStringTag](): string {
    return 'WebAssembly.Memory';
  }
}
