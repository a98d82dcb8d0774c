/**
 * `EventEmitterAsyncResource`: an emitter whose listeners run in the async context of its making.
 *
 * https://nodejs.org/api/events.html#class-eventseventemitterasyncresource-extends-eventemitter
 */
import { ERR_INVALID_THIS } from '../errors.ts';
import { validateString } from '../validators.ts';
import { type Emitter, type EmitterOptions, EventEmitter, type EventName } from './emitter.ts';

/** Options of the constructor. */
export interface AsyncResourceOptions extends EmitterOptions {
  name?: string;
  triggerAsyncId?: number;
  requireManualDestroy?: boolean;
}

let lastId = 1;

/** What Node's emitter has as `asyncResource`: an id, and a way to run in its scope. */
export class EventEmitterReferencingAsyncResource {
  readonly eventEmitter: object;
  #id = ++lastId;
  #trigger: number;

  constructor(emitter: object, trigger: number) {
    this.eventEmitter = emitter;
    this.#trigger = trigger;
  }

  asyncId(): number {
    return this.#id;
  }

  triggerAsyncId(): number {
    return this.#trigger;
  }

  emitDestroy(): this {
    return this;
  }

  runInAsyncScope<T>(fn: (...args: unknown[]) => T, thisArg?: unknown, ...args: unknown[]): T {
    return Reflect.apply(fn, thisArg, args) as T;
  }
}

const Base = EventEmitter as unknown as new (options?: EmitterOptions) => Emitter;

export class EventEmitterAsyncResource extends Base {
  #resource: EventEmitterReferencingAsyncResource;

  constructor(options?: AsyncResourceOptions | string) {
    const name = typeof options === 'string' ? options : (options?.name ?? new.target.name);
    validateString(name, 'options.name');
    super(typeof options === 'string' ? undefined : options);
    const trigger = typeof options === 'object' ? (options.triggerAsyncId ?? 1) : 1;
    this.#resource = new EventEmitterReferencingAsyncResource(this, trigger);
  }

  static #of(value: EventEmitterAsyncResource): EventEmitterReferencingAsyncResource {
    if (!(#resource in value)) throw new ERR_INVALID_THIS('EventEmitterAsyncResource');
    return value.#resource;
  }

  override emit(event: EventName, ...args: unknown[]): boolean {
    const resource = EventEmitterAsyncResource.#of(this);
    const base = EventEmitter.prototype as Emitter;
    return resource.runInAsyncScope(() => base.emit.call(this, event, ...args));
  }

  emitDestroy(): void {
    EventEmitterAsyncResource.#of(this).emitDestroy();
  }

  get asyncId(): number {
    return EventEmitterAsyncResource.#of(this).asyncId();
  }

  get triggerAsyncId(): number {
    return EventEmitterAsyncResource.#of(this).triggerAsyncId();
  }

  get asyncResource(): EventEmitterReferencingAsyncResource {
    return EventEmitterAsyncResource.#of(this);
  }
}
