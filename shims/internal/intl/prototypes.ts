/** The methods of other objects that ECMA-402 defines: section 20, "Locale Sensitive Functions of the ECMAScript Language Specification". */
import { localeLowerCase, localeUpperCase } from './case-conversion.ts';
import { type Compare, collators, makeCompare } from './collator.ts';
import { formatDate, openDateFormat } from './date-time-format.ts';
import type { FormatterEntry } from './host.ts';
import { formatNumber, numberFormats } from './number-format.ts';
import { defineMembers, incompatibleReceiver } from './receiver.ts';
import type { Service } from './service.ts';

/** Puts them in the place of the engine's, which know no locales. */
export function installPrototypes(): void {
  defineMethods(Number.prototype, {
    toLocaleString(this: unknown, locales?: unknown, options?: unknown) {
      const value = primitive(this, 'number', 'Number', Number.prototype.valueOf);
      return formatNumber(openFor('Number.prototype.toLocaleString', numberFormats, locales, options), value);
    },
  });
  defineMethods(BigInt.prototype, {
    toLocaleString(this: unknown, locales?: unknown, options?: unknown) {
      const value = primitive(this, 'bigint', 'BigInt', BigInt.prototype.valueOf);
      return formatNumber(openFor('BigInt.prototype.toLocaleString', numberFormats, locales, options), value);
    },
  });
  defineMethods(Date.prototype, {
    toLocaleString(this: unknown, locales?: unknown, options?: unknown) {
      return localeDate(this, 'toLocaleString', locales, options, 'any');
    },
    toLocaleDateString(this: unknown, locales?: unknown, options?: unknown) {
      return localeDate(this, 'toLocaleDateString', locales, options, 'date');
    },
    toLocaleTimeString(this: unknown, locales?: unknown, options?: unknown) {
      return localeDate(this, 'toLocaleTimeString', locales, options, 'time');
    },
  });
  defineMethods(Array.prototype, {
    toLocaleString(this: unknown, locales?: unknown, options?: unknown) {
      return joinLocale(toObject(this), locales, options);
    },
  });
  defineMethods(Object.getPrototypeOf(Uint8Array.prototype) as object, {
    toLocaleString(this: unknown, locales?: unknown, options?: unknown) {
      if (!ArrayBuffer.isView(this) || this instanceof DataView) throw new TypeError('this is not a typed array.');
      return joinLocale(this as unknown as ArrayLike<unknown>, locales, options);
    },
  });
  defineMethods(String.prototype, {
    localeCompare(this: unknown, that: unknown, locales?: unknown, options?: unknown) {
      const text = textOf(this, 'localeCompare');
      const other = `${that}`;
      return compareFor(locales, options)(text, other);
    },
    toLocaleUpperCase(this: unknown, locales?: unknown) {
      return localeUpperCase(textOf(this, 'toLocaleUpperCase'), locales);
    },
    toLocaleLowerCase(this: unknown, locales?: unknown) {
      return localeLowerCase(textOf(this, 'toLocaleLowerCase'), locales);
    },
  });
}

let lastTag: string | undefined;
let lastCompare: Compare | undefined;

/** The comparison for arguments of `localeCompare`. Whoever sorts asks for the same one again and again. */
function compareFor(locales: unknown, options: unknown): Compare {
  const repeated = options === undefined && (locales === undefined || typeof locales === 'string');
  if (repeated && lastCompare !== undefined && locales === lastTag) return lastCompare;
  const compare = makeCompare(openFor('String.prototype.localeCompare', collators, locales, options));
  if (repeated) {
    lastTag = locales;
    lastCompare = compare;
  }
  return compare;
}

/** The formatter for arguments of a method, which is what an error names. */
function openFor(method: string, service: Service, locales: unknown, options: unknown): FormatterEntry {
  return naming(method, `Intl.${service.definition.name}`, () => service.open(locales, options));
}

function naming<T>(method: string, constructor: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError) || !error.message.includes(constructor))
      throw error;
    const message = error.message.replace(constructor, method);
    throw error instanceof RangeError ? new RangeError(message) : new TypeError(message);
  }
}

/** None of their parameters counts in `length`, but that of `localeCompare`. */
function defineMethods(target: object, methods: Record<string, (...args: never[]) => unknown>): void {
  for (const [name, method] of Object.entries(methods)) {
    Object.defineProperty(method, 'length', { value: name === 'localeCompare' ? 1 : 0, configurable: true });
  }
  defineMembers(target, methods);
}

function primitive<T>(value: unknown, type: string, name: string, valueOf: (this: T) => unknown): unknown {
  if (typeof value === type) return value;
  try {
    return valueOf.call(value as T);
  } catch {
    throw new TypeError(`${name}.prototype.toLocaleString requires that 'this' be a ${name}`);
  }
}

const { getTime } = Date.prototype;

function localeDate(
  self: unknown,
  method: string,
  locales: unknown,
  options: unknown,
  what: 'any' | 'date' | 'time',
): string {
  let time: number;
  try {
    time = getTime.call(self as Date);
  } catch {
    throw incompatibleReceiver(`Date.prototype.${method}`, self);
  }
  if (Number.isNaN(time)) return 'Invalid Date';
  const name = `Date.prototype.${method}`;
  return formatDate(
    naming(name, 'Intl.DateTimeFormat', () => openDateFormat(locales, options, what)),
    time,
  );
}

function textOf(self: unknown, method: string): string {
  if (self === undefined || self === null)
    throw new TypeError(`String.prototype.${method} called on null or undefined`);
  return `${self}`;
}

function toObject(self: unknown): ArrayLike<unknown> {
  if (self === undefined || self === null) throw new TypeError('Cannot convert undefined or null to object');
  return Object(self) as ArrayLike<unknown>;
}

/** The lists that are being joined: one that has itself among its items is empty there. */
const joining = new Set<object>();

function joinLocale(list: ArrayLike<unknown>, locales: unknown, options: unknown): string {
  if (joining.has(list)) return '';
  joining.add(list);
  try {
    const items: string[] = [];
    const length = Math.trunc(Number(list.length)) || 0;
    for (let i = 0; i < length; i++) items.push(localeItem(list[i], locales, options));
    return items.join(',');
  } finally {
    joining.delete(list);
  }
}

function localeItem(item: unknown, locales: unknown, options: unknown): string {
  if (item === undefined || item === null) return '';
  return `${(item as { toLocaleString(locales: unknown, options: unknown): unknown }).toLocaleString(locales, options)}`;
}
