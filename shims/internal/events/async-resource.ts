/**
 * `EventEmitterAsyncResource`: an emitter whose listeners run in the async context of its making.
 *
 * https://nodejs.org/api/events.html#class-eventseventemitterasyncresource-extends-eventemitter
 */
import { AsyncResource } from '../async_hooks/async-resource.ts';
import { ERR_INVALID_THIS } from '../errors.ts';
import { validateString } from '../validators.ts';
import { type Emitter, type EmitterOptions, EventEmitter, type EventName } from './emitter.ts';

/** Options of the constructor. */
export interface EmitterResourceOptions extends EmitterOptions {
  name?: string;
  triggerAsyncId?: number;
  requireManualDestroy?: boolean;
}

/** The `asyncResource` of such an emitter. */
class EventEmitterReferencingAsyncResource extends AsyncResource {
  readonly #emitter: object;

  constructor(emitter: object, type: string, options: EmitterResourceOptions) {
    const { triggerAsyncId, requireManualDestroy } = options;
    super(type, { triggerAsyncId, requireManualDestroy });
    this.#emitter = emitter;
  }

  get eventEmitter(): object {
    if (!(#emitter in this)) throw new ERR_INVALID_THIS('EventEmitterReferencingAsyncResource');
    return this.#emitter;
  }
}

const Base = EventEmitter as unknown as new (options?: EmitterOptions) => Emitter;

export class EventEmitterAsyncResource extends Base {
  readonly #resource: EventEmitterReferencingAsyncResource;

  constructor(given?: EmitterResourceOptions | string) {
    let name: string | undefined;
    let options: EmitterResourceOptions = {};
    if (typeof given === 'string') name = given;
    else {
      // A subclass gives its own name; this class has none to give.
      if (new.target === EventEmitterAsyncResource) validateString(given?.name, 'options.name');
      name = given?.name || new.target.name;
      options = given ?? {};
    }
    super(options);
    this.#resource = new EventEmitterReferencingAsyncResource(this, name, options);
  }

  static #of(value: EventEmitterAsyncResource): EventEmitterReferencingAsyncResource {
    if (!(#resource in value)) throw new ERR_INVALID_THIS('EventEmitterAsyncResource');
    return value.#resource;
  }

  override emit(event: EventName, ...args: unknown[]): boolean {
    const resource = EventEmitterAsyncResource.#of(this);
    const base = EventEmitter.prototype as Emitter;
    return resource.runInAsyncScope(base.emit as (this: Emitter, ...a: unknown[]) => boolean, this, event, ...args);
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

  get asyncResource(): AsyncResource {
    return EventEmitterAsyncResource.#of(this);
  }
}
