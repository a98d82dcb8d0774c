/** `WebAssembly.Table`. https://webassembly.github.io/spec/js-api/#tables */
import { trap } from './errors.ts';
import { limitsOf } from './limits.ts';
import type { ReferenceType, TableType } from './types.ts';
import { toWasm } from './values.ts';

const MAX_SIZE = 10_000_000;
const OUTSIDE = 'table index is out of bounds';

/** The references of a table, as instances use them. */
export class TableStore {
  readonly type: TableType;
  readonly #items: unknown[];

  /** @throws RangeError */
  constructor(type: TableType, value: unknown = null) {
    if (type.minimum > MAX_SIZE) throw new RangeError('WebAssembly.Table(): could not allocate table');
    this.type = type;
    this.#items = new Array(type.minimum).fill(value);
  }

  get size(): number {
    return this.#items.length;
  }

  /** @throws RuntimeError */
  read(index: number): unknown {
    const at = index >>> 0;
    return at < this.#items.length ? this.#items[at] : trap(OUTSIDE);
  }

  /** @throws RuntimeError */
  write(index: number, value: unknown): void {
    const at = index >>> 0;
    if (at >= this.#items.length) trap(OUTSIDE);
    this.#items[at] = value;
  }

  /** @returns the size before, or -1 */
  growBy(count: number, value: unknown): number {
    const before = this.#items.length;
    if (before + count > Math.min(this.type.maximum ?? MAX_SIZE, MAX_SIZE)) return -1;
    for (let i = 0; i < count; i++) this.#items.push(value);
    return before;
  }

  init(items: readonly unknown[], to: number, from: number, count: number): void {
    if (from + count > items.length || to + count > this.#items.length) trap(OUTSIDE);
    for (let i = 0; i < count; i++) this.#items[to + i] = items[from + i];
  }

  copy(source: TableStore, to: number, from: number, count: number): void {
    this.init(source.#items.slice(from, from + count), to, 0, count);
  }

  fill(to: number, value: unknown, count: number): void {
    if (to + count > this.#items.length) trap(OUTSIDE);
    this.#items.fill(value, to, to + count);
  }
}

const stores = /* @__PURE__ */ new WeakMap<object, TableStore>();
/** The object of each. */
const objects = /* @__PURE__ */ new WeakMap<TableStore, Table>();

/** What is behind a table; undefined for any other value. */
export function tableStoreOf(value: unknown): TableStore | undefined {
  return typeof value === 'object' && value !== null ? stores.get(value) : undefined;
}

function storeOf(table: Table): TableStore {
  const store = stores.get(table);
  if (store === undefined) throw new TypeError('Receiver is not a WebAssembly.Table');
  return store;
}

/** What stands for nothing in a table of this type, where a program says nothing. */
function valueOr(value: unknown, element: ReferenceType, isGiven: boolean): unknown {
  if (isGiven && value !== undefined) return toWasm(value, element);
  return element === 'funcref' ? null : undefined;
}

/** See the file's head. */
export class Table {
  constructor(descriptor: { element: string; initial: number; maximum?: number }, value?: unknown) {
    const limits = limitsOf('Table', descriptor);
    const element = descriptor.element === 'anyfunc' ? 'funcref' : descriptor.element;
    if (element !== 'funcref' && element !== 'externref') {
      throw new TypeError("WebAssembly.Table(): Descriptor property 'element' must be a WebAssembly reference type");
    }
    const store = new TableStore({ element, ...limits }, valueOr(value, element, arguments.length > 1));
    stores.set(this, store);
    objects.set(store, this);
  }

  /** The table over references that there are already. */
  static over(store: TableStore): Table {
    const known = objects.get(store);
    if (known !== undefined) return known;
    const table = Object.create(Table.prototype) as Table;
    stores.set(table, store);
    objects.set(store, table);
    return table;
  }

  get length(): number {
    return storeOf(this).size;
  }

  /** @throws RangeError */
  get(index: number): unknown {
    return storeOf(this).read(this.#index(index, 'get'));
  }

  /** @throws RangeError, TypeError */
  set(index: number, value?: unknown): void {
    const store = storeOf(this);
    store.write(this.#index(index, 'set'), valueOr(value, store.type.element, arguments.length > 1));
  }

  /** @returns the size before @throws RangeError */
  grow(delta: number, value?: unknown): number {
    const store = storeOf(this);
    const before = store.growBy(delta >>> 0, valueOr(value, store.type.element, arguments.length > 1));
    if (before === -1) throw new RangeError(`WebAssembly.Table.grow(): failed to grow table by ${delta}`);
    return before;
  }

  #index(index: number, what: string): number {
    const at = Math.trunc(Number(index)) || 0;
    if (at < 0 || at >= storeOf(this).size) {
      throw new RangeError(
        `WebAssembly.Table.${what}(): invalid address ${index} in ${storeOf(this).type.element} table`,
      );
    }
    return at;
  }

  get [Symbol.toStringTag](): string {
    return 'WebAssembly.Table';
  }
}
