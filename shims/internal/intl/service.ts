/** What the constructors of `Intl` have in common: locales, options, `resolvedOptions`, `supportedLocalesOf`. */
import { type Formatter, type Kind, supportedLocalesOf } from 'zora:node/intl@0.1.0';
import { callIntl, type FormatterEntry, hostOf, type Option, openFormatter } from './host.ts';
import { toLocaleList } from './locale-list.ts';
import { assertOptionsObject, type OptionReaders, readOptions, text, toObject } from './options.ts';
import { defineMembers, defineTag, incompatibleReceiver } from './receiver.ts';

/** One constructor. */
export interface ServiceDefinition {
  /** Its name in `Intl`. */
  readonly name: string;
  readonly kind: Kind;
  /** The options that it reads. */
  readonly options: OptionReaders;
  /** It makes an object without `new`, too. */
  readonly callable?: boolean;
  /** Options are an object or left out; else anything but `null` is made one. */
  readonly objectOptions?: boolean;
  /** What is added to the options that were read. */
  readonly complete?: (options: Option[]) => Option[];
}

/** What an object of a service keeps. */
interface ServiceState {
  readonly entry: FormatterEntry;
  /** What its getter of a bound function has given. */
  bound: unknown;
}

/** A constructor of `Intl` as programs see it. */
export type ServiceConstructor = (new (locales?: unknown, options?: unknown) => object) & { prototype: object };

/** The objects of one service. */
export class Service {
  readonly definition: ServiceDefinition;
  readonly #states = new WeakMap<object, ServiceState>();
  /** What a locale without options was opened to last. */
  #last: { tag: unknown; entry: FormatterEntry } | undefined;

  constructor(definition: ServiceDefinition) {
    this.definition = definition;
  }

  /**
   * The formatter for arguments of the constructor.
   * @throws RangeError, TypeError
   */
  open(locales: unknown, options: unknown): FormatterEntry {
    const { kind, name, options: readers, objectOptions, complete } = this.definition;
    const plain =
      options === undefined && complete === undefined && (locales === undefined || typeof locales === 'string');
    if (plain && this.#last !== undefined && this.#last.tag === locales) return this.#last.entry;
    const list = toLocaleList(locales);
    if (objectOptions) assertOptionsObject(options);
    else if (options === null) throw new TypeError(`Intl.${name} called on null or undefined`);
    const read = readOptions(options, readers);
    const entry = openFormatter(kind, list, complete === undefined ? read : complete(read));
    if (plain) this.#last = { tag: locales, entry };
    return entry;
  }

  /** Makes `self` an object of this service. */
  attach(self: object, entry: FormatterEntry): void {
    this.#states.set(self, { entry, bound: undefined });
  }

  #state(self: unknown, method: string): ServiceState {
    const state = this.#states.get(self as object);
    if (state === undefined) throw incompatibleReceiver(`Intl.${this.definition.name}.prototype.${method}`, self);
    return state;
  }

  /** What an object formats with. @throws TypeError where `self` is none */
  entry(self: unknown, method: string): FormatterEntry {
    return this.#state(self, method).entry;
  }

  /** Calls the host's formatter of an object. @throws TypeError where `self` is none; what the host throws */
  call<T>(self: unknown, method: string, call: (formatter: Formatter) => T): T {
    const { entry } = this.#state(self, method);
    return callIntl(() => call(hostOf(entry)));
  }

  /** The function that a getter gives (`format`, `compare`): always the same one for an object. */
  bound(self: unknown, method: string, make: (entry: FormatterEntry) => unknown): unknown {
    const state = this.#state(self, `get ${method}`);
    return (state.bound ??= make(state.entry));
  }
}

/**
 * Makes the constructor of a service.
 * @param members its prototype's methods and accessors
 */
export function makeConstructor(service: Service, members: object): ServiceConstructor {
  const { name, kind, callable = false } = service.definition;
  function constructor(this: object, locales?: unknown, options?: unknown): object {
    if (new.target === undefined && !callable) throw new TypeError(`Constructor Intl.${name} requires 'new'`);
    const self: object = new.target === undefined ? Object.create(constructor.prototype) : this;
    service.attach(self, service.open(locales, options));
    return self;
  }
  Object.defineProperty(constructor, 'name', { value: name, configurable: true });
  Object.defineProperty(constructor, 'length', { value: name === 'DisplayNames' ? 2 : 0, configurable: true });
  const statics = {
    supportedLocalesOf(locales: unknown, options?: unknown) {
      const list = toLocaleList(locales);
      if (options === null) throw new TypeError(`Intl.${name}.supportedLocalesOf called on null or undefined`);
      const [matcher] = readOptions(options, { localeMatcher: text });
      return callIntl(() => supportedLocalesOf(kind, list, (matcher?.[1].val as string | undefined) ?? null));
    },
  };
  Object.defineProperty(statics.supportedLocalesOf, 'length', { value: 1, configurable: true });
  defineMembers(constructor, statics);
  Object.defineProperty(constructor, 'prototype', { writable: false });
  defineMembers(constructor.prototype, {
    resolvedOptions(this: unknown) {
      return toObject(service.call(this, 'resolvedOptions', (formatter) => formatter.resolvedOptions()));
    },
  });
  defineMembers(constructor.prototype, members);
  defineTag(constructor.prototype, `Intl.${name}`);
  return constructor as unknown as ServiceConstructor;
}
