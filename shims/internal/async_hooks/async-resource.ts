/**
 * `AsyncResource`: runs callbacks in the async context of its making.
 *
 * https://nodejs.org/api/async_context.html#class-asyncresource
 */
import { currentFrame, exchangeFrame, type Frame } from '../async_context/frame.ts';
import { ERR_ASYNC_TYPE, ERR_INVALID_ASYNC_ID } from '../errors.ts';
import { validateFunction, validateString } from '../validators.ts';
import {
  emitDestroy,
  emitInit,
  enterResource,
  executionAsyncId,
  hasInitHooks,
  leaveResource,
  newAsyncId,
} from './execution.ts';

/** Options of the constructor; a number is the trigger's id. */
export interface AsyncResourceOptions {
  triggerAsyncId?: number | undefined;
  requireManualDestroy?: boolean | undefined;
}

type Callback = (...args: unknown[]) => unknown;

let collected: FinalizationRegistry<number> | undefined;

/** Something that will call back. */
export class AsyncResource {
  readonly #frame: Frame = currentFrame();
  readonly #id: number;
  readonly #trigger: number;

  /** @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ASYNC_ID, ERR_ASYNC_TYPE */
  constructor(type: string, options: AsyncResourceOptions | number = {}) {
    validateString(type, 'type');
    const { triggerAsyncId, requireManualDestroy }: AsyncResourceOptions =
      typeof options === 'number' ? { triggerAsyncId: options } : options;
    const trigger = triggerAsyncId ?? executionAsyncId();
    if (!Number.isSafeInteger(trigger) || trigger < -1) throw new ERR_INVALID_ASYNC_ID('triggerAsyncId', trigger);
    this.#id = newAsyncId();
    this.#trigger = trigger;
    if (!hasInitHooks()) return;
    if (type === '') throw new ERR_ASYNC_TYPE(type);
    emitInit(this.#id, type, trigger, this);
    if (!requireManualDestroy) {
      collected ??= new FinalizationRegistry(emitDestroy);
      collected.register(this, this.#id, this);
    }
  }

  /** Calls `run` in this resource's context. */
  runInAsyncScope<This, Args extends unknown[], Result>(
    run: (this: This, ...args: Args) => Result,
    thisArg?: This,
    ...args: Args
  ): Result {
    enterResource({ asyncId: this.#id, triggerAsyncId: this.#trigger, resource: this });
    const before = exchangeFrame(this.#frame);
    try {
      return Reflect.apply(run, thisArg as This, args);
    } finally {
      exchangeFrame(before);
      leaveResource(this.#id);
    }
  }

  /** Tells hooks that the resource is done with. */
  emitDestroy(): this {
    collected?.unregister(this);
    emitDestroy(this.#id);
    return this;
  }

  asyncId(): number {
    return this.#id;
  }

  triggerAsyncId(): number {
    return this.#trigger;
  }

  /**
   * A function that calls `run` in this resource's context, with `thisArg` or its own `this`.
   *
   * @throws ERR_INVALID_ARG_TYPE
   */
  bind(run: unknown, thisArg?: unknown): Callback {
    validateFunction(run, 'fn');
    const resource = this;
    const bound = function bound(this: unknown, ...args: unknown[]) {
      return resource.runInAsyncScope(run as Callback, thisArg === undefined ? this : thisArg, ...args);
    };
    const { length } = run as Callback;
    return Object.defineProperties(bound, {
      length: { value: length, configurable: true },
      asyncResource: { value: this, writable: true, enumerable: true, configurable: true },
    });
  }

  /** {@link bind} of a new resource. */
  static bind(run: unknown, type?: string, thisArg?: unknown): Callback {
    const name = type || (run as { name?: string } | null | undefined)?.name;
    return new AsyncResource(name || 'bound-anonymous-fn').bind(run, thisArg);
  }
}
