import { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } from './errors.ts';
import {
  isAnyArrayBuffer,
  isBooleanObject,
  isBoxedPrimitive,
  isDataView,
  isDate,
  isGeneratorObject,
  isMap,
  isNativeError,
  isNumberObject,
  isPromise,
  isRegExp,
  isSet,
  isStringObject,
  isSymbolObject,
  isWeakMap,
  isWeakSet,
  typedArrayName,
} from './util/types.ts';
import { cloneSymbol, transferSymbol } from './web-class.ts';

/** What `structuredClone` takes as its second argument. */
export interface StructuredCloneOptions {
  transfer?: Iterable<object>;
}

const ERROR_NAMES = ['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'];

/**
 * A deep copy of a value, with ArrayBuffers moved instead of copied where `transfer` names them.
 * Throws a DataCloneError for functions, symbols and objects that cannot be copied.
 * Source: HTML Standard, 2.7.3 StructuredSerializeInternal; https://nodejs.org/api/globals.html#structuredclonevalue-options
 */
export function structuredClone<Value>(value: Value, options: StructuredCloneOptions | null = {}): Value {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('The value argument');
  const transfer = transferList(options);
  let result: unknown;
  const cloner = new Cloner(transfer);
  cloner.copy(value, (copy) => {
    result = copy;
  });
  cloner.finish();
  return result as Value;
}

function transferList(options: unknown): object[] {
  const failed = "Failed to execute 'structuredClone'";
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object' && typeof options !== 'function') {
    throw argumentError(`${failed}: Options cannot be converted to a dictionary`);
  }
  const { transfer } = options as { transfer?: unknown };
  if (transfer === undefined) return [];
  if (transfer === null || typeof transfer !== 'object' || !(Symbol.iterator in transfer)) {
    throw argumentError(`${failed}: transfer in Options can not be converted to sequence.`);
  }
  return [...(transfer as Iterable<object>)];
}

function argumentError(message: string): Error {
  const error = new ERR_INVALID_ARG_TYPE('options', 'Object', undefined);
  error.message = message;
  return error;
}

function cannotClone(what: string): DOMException {
  return new DOMException(`${what} could not be cloned.`, 'DataCloneError');
}

const untransferable = new WeakSet<object>();
const uncloneable = new WeakSet<object>();

/** https://nodejs.org/api/worker_threads.html#workermarkasuntransferableobject */
export function markAsUntransferable(object: unknown): void {
  if ((typeof object === 'object' && object !== null) || typeof object === 'function') untransferable.add(object);
}

/** https://nodejs.org/api/worker_threads.html#workerismarkedasuntransferableobject */
export function isMarkedAsUntransferable(object: unknown): boolean {
  return typeof object === 'object' && object !== null && untransferable.has(object);
}

/** https://nodejs.org/api/worker_threads.html#workermarkasuncloneableobject */
export function markAsUncloneable(object: unknown): void {
  if ((typeof object === 'object' && object !== null) || typeof object === 'function') uncloneable.add(object);
}

/** An object of a web class that can be moved. */
interface Transferable {
  [transferSymbol](): object;
}

/** Takes a copy to where it belongs. */
type Store = (copy: unknown) => void;

/** Copies with a list of what is left to do instead of recursion: deep data would overflow the engine's stack. */
class Cloner {
  readonly #copies = new Map<object, object>();
  /** Buffers and streams to move: only when all else is copied, since an error on the way must move nothing. */
  readonly #transfer = new Set<object>();
  /** What refers to moved buffers, and is stored after the move. */
  readonly #afterMove: (() => void)[] = [];
  readonly #left: (() => void)[] = [];

  constructor(transfer: readonly object[]) {
    for (const item of transfer) {
      const isBuffer = item instanceof ArrayBuffer;
      if ((!isBuffer && !(item as Transferable)[transferSymbol]) || untransferable.has(item)) {
        throw new DOMException('Value not transferable', 'DataCloneError');
      }
      if (this.#transfer.has(item)) {
        throw new DOMException('Transfer list contains duplicate ArrayBuffer', 'DataCloneError');
      }
      if (isBuffer && item.detached) throw detachedError();
      this.#transfer.add(item);
    }
  }

  /** Copies everything that the first value refers to, then moves the buffers. */
  finish(): void {
    for (let next = this.#left.pop(); next; next = this.#left.pop()) next();
    for (const item of this.#transfer) {
      this.#copies.set(item, item instanceof ArrayBuffer ? item.transfer() : (item as Transferable)[transferSymbol]());
    }
    for (const store of this.#afterMove) store();
  }

  copy(value: unknown, store: Store): void {
    if (typeof value === 'symbol') throw cannotClone(String(value));
    if (typeof value === 'function') throw cannotClone(Function.prototype.toString.call(value));
    if (typeof value !== 'object' || value === null) store(value);
    else if (this.#moves(value)) this.#copyAfterMove(value, store);
    else store(this.#copies.get(value) ?? this.#remember(value, this.#shell(value)));
  }

  #moves(value: object): boolean {
    return this.#transfer.has(ArrayBuffer.isView(value) ? value.buffer : value);
  }

  #copyAfterMove(value: object, store: Store): void {
    store(undefined); // Holds the place among properties or entries.
    const view = ArrayBuffer.isView(value) ? viewMaker(value) : undefined;
    this.#afterMove.push(() => {
      const buffer = (view?.buffer ?? value) as ArrayBuffer;
      const copy = this.#copies.get(value) ?? view?.make(this.#copies.get(buffer) as ArrayBuffer);
      store(this.#remember(value, copy as object));
    });
  }

  #remember(value: object, copy: object): object {
    this.#copies.set(value, copy);
    return copy;
  }

  /** The copy without its contents, which are put on the list of what is left to do. */
  #shell(value: object): object {
    if (uncloneable.has(value) && !isAnyArrayBuffer(value))
      throw cannotClone(`#<${value.constructor?.name ?? 'Object'}>`);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (Array.isArray(value)) return this.#properties(value, new Array(value.length));
    if (prototype === Object.prototype || prototype === null) return this.#properties(value, {});
    if (isBoxedPrimitive(value)) return unboxed(value);
    if (isDate(value)) return new Date(Date.prototype.getTime.call(value));
    if (isRegExp(value)) return new RegExp(value.source, value.flags);
    if (isAnyArrayBuffer(value)) return copyBuffer(value);
    if (ArrayBuffer.isView(value)) return this.#view(value);
    if (isMap(value)) return this.#map(value);
    if (isSet(value)) return this.#set(value);
    if (isDomException(value)) return copyDomException(value);
    if (isNativeError(value)) return this.#error(value);
    // The prototype of a web class is no instance of it.
    const isPrototype = Object.hasOwn(value, 'constructor') && value.constructor.prototype === value;
    if (isPrototype) return this.#properties(value, {});
    const how = (value as { [cloneSymbol]?: false | (() => object) })[cloneSymbol];
    if (how === false || (how === undefined && (value as Partial<Transferable>)[transferSymbol] !== undefined)) {
      const isTransferable = (value as Partial<Transferable>)[transferSymbol] !== undefined;
      throw new DOMException(
        isTransferable
          ? 'Object that needs transfer was found in message but not listed in transferList'
          : 'Cannot clone object of unsupported type.',
        'DataCloneError',
      );
    }
    if (how !== undefined) return how.call(value);
    if (
      isPromise(value) ||
      isWeakMap(value) ||
      isWeakSet(value) ||
      isGeneratorObject(value) ||
      value instanceof WeakRef
    ) {
      throw cannotClone(`#<${value.constructor.name}>`);
    }
    return this.#properties(value, {});
  }

  #properties(value: object, copy: object): object {
    this.#left.push(() => {
      for (const key of Object.keys(value)) {
        if (!Object.hasOwn(value, key)) continue; // A getter before it has removed it.
        this.copy((value as Record<string, unknown>)[key], (item) => define(copy, key, item, true));
      }
    });
    return copy;
  }

  #view(value: ArrayBufferView): object {
    const { buffer, make } = viewMaker(value);
    let copy: unknown;
    this.copy(buffer, (target) => {
      copy = target;
    });
    return make(copy as ArrayBuffer);
  }

  #map(value: Map<unknown, unknown>): object {
    const entries = [...Map.prototype.entries.call(value)];
    const copy = new Map();
    this.#left.push(() => {
      for (const [key, item] of entries) {
        this.copy(key, (newKey) => this.copy(item, (newItem) => copy.set(newKey, newItem)));
      }
    });
    return copy;
  }

  #set(value: Set<unknown>): object {
    const items = [...Set.prototype.values.call(value)];
    const copy = new Set();
    this.#left.push(() => {
      for (const item of items) this.copy(item, (newItem) => copy.add(newItem));
    });
    return copy;
  }

  #error(value: Error): object {
    const name = `${value.name}`;
    const constructors = globalThis as unknown as Record<string, ErrorConstructor>;
    const Constructor = ERROR_NAMES.includes(name) ? (constructors[name] as ErrorConstructor) : Error;
    const message = Object.getOwnPropertyDescriptor(value, 'message');
    const copy = message && 'value' in message ? new Constructor(`${message.value}`) : new Constructor();
    define(copy, 'stack', value.stack, false);
    if (Object.hasOwn(value, 'cause')) this.copy(value.cause, (cause) => define(copy, 'cause', cause, false));
    return copy;
  }
}

function define(target: object, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(target, key, { configurable: true, enumerable, value, writable: true });
}

/** Whether the value is a DOMException itself, not an object that only inherits from one. */
function isDomException(value: object): value is DOMException {
  if (!(value instanceof DOMException)) return false;
  try {
    return typeof value.name === 'string';
  } catch {
    return false;
  }
}

function copyDomException({ message, name, stack }: DOMException): object {
  const copy = new DOMException(message, name);
  if (typeof stack === 'string') define(copy, 'stack', stack, false);
  return copy;
}

function detachedError(): DOMException {
  return new DOMException('An ArrayBuffer is detached and could not be cloned.', 'DataCloneError');
}

/** A new object around the primitive of a Boolean, Number, String or BigInt object. */
function unboxed(value: object): object {
  if (isSymbolObject(value)) throw cannotClone('#<Symbol>');
  const boxed = isNumberObject(value)
    ? Number
    : isStringObject(value)
      ? String
      : isBooleanObject(value)
        ? Boolean
        : BigInt;
  return Object((boxed.prototype.valueOf as () => unknown).call(value)) as object;
}

/** Shared memory is shared with the copy. */
function copyBuffer(value: ArrayBuffer | SharedArrayBuffer): object {
  if (!(value instanceof ArrayBuffer)) return value;
  if (value.detached) throw detachedError();
  if (!value.resizable) return value.slice(0);
  const copy = new ArrayBuffer(value.byteLength, { maxByteLength: value.maxByteLength });
  new Uint8Array(copy).set(new Uint8Array(value));
  return copy;
}

/** The buffer of a view, and how to make the same view of another buffer. */
function viewMaker(view: ArrayBufferView): { buffer: ArrayBufferLike; make: (buffer: ArrayBuffer) => object } {
  const { buffer, byteOffset } = view;
  if ((buffer as ArrayBuffer).detached) throw detachedError();
  const length = isDataView(view) ? view.byteLength : (view as Uint8Array).length;
  // A subclass (Buffer) becomes the plain kind of view.
  const name = isDataView(view) ? 'DataView' : typedArrayName(view);
  const constructors = globalThis as unknown as Record<
    string,
    new (
      buffer: ArrayBuffer,
      at: number,
      length: number,
    ) => object
  >;
  const View = constructors[name as string] as new (buffer: ArrayBuffer, at: number, length: number) => object;
  return { buffer, make: (target) => new View(target, byteOffset, length) };
}
