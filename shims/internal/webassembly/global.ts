/** `WebAssembly.Global`. https://webassembly.github.io/spec/js-api/#globals */
import type { GlobalType, ValueType } from './types.ts';
import { toWasm } from './values.ts';

/** A global, as instances use it. */
export interface GlobalStore {
  v: unknown;
  type: GlobalType;
}

const DEFAULTS: Readonly<Record<ValueType, unknown>> = {
  i32: 0,
  i64: 0n,
  f32: 0,
  f64: 0,
  externref: undefined,
  funcref: null,
};
const stores = /* @__PURE__ */ new WeakMap<object, GlobalStore>();
/** The object of each. */
const objects = /* @__PURE__ */ new WeakMap<GlobalStore, Global>();

/** What is behind a global; undefined for any other value. */
export function globalStoreOf(value: unknown): GlobalStore | undefined {
  return typeof value === 'object' && value !== null ? stores.get(value) : undefined;
}

function storeOf(global: Global): GlobalStore {
  const store = stores.get(global);
  if (store === undefined) throw new TypeError('Receiver is not a WebAssembly.Global');
  return store;
}

/** See the file's head. */
export class Global {
  constructor(descriptor: { value: string; mutable?: boolean }, value?: unknown) {
    if (typeof descriptor !== 'object' || descriptor === null) {
      throw new TypeError('WebAssembly.Global(): Argument 0 must be a global descriptor');
    }
    const type = (descriptor.value === 'anyfunc' ? 'funcref' : descriptor.value) as ValueType;
    if (!Object.hasOwn(DEFAULTS, type)) {
      throw new TypeError("WebAssembly.Global(): Descriptor property 'value' must be a WebAssembly type");
    }
    const v = value === undefined ? DEFAULTS[type] : toWasm(value, type);
    const store: GlobalStore = { v, type: { type, mutable: Boolean(descriptor.mutable) } };
    stores.set(this, store);
    objects.set(store, this);
  }

  /** The global over a value that there is already. */
  static over(store: GlobalStore): Global {
    const known = objects.get(store);
    if (known !== undefined) return known;
    const global = Object.create(Global.prototype) as Global;
    stores.set(global, store);
    objects.set(store, global);
    return global;
  }

  get value(): unknown {
    return storeOf(this).v;
  }

  set value(value: unknown) {
    const store = storeOf(this);
    if (!store.type.mutable)
      throw new TypeError("set WebAssembly.Global.value: Can't set the value of an immutable global.");
    store.v = toWasm(value, store.type.type);
  }

  valueOf(): unknown {
    return this.value;
  }

  get [Symbol.toStringTag](): string {
    return 'WebAssembly.Global';
  }
}
