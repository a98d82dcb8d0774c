/**
 * Named channels on which libraries tell what they do.
 *
 * https://nodejs.org/api/diagnostics_channel.html#class-channel
 */
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { nextTick, reportUncaught } from '../loop.ts';
import { validateFunction } from '../validators.ts';

export type ChannelName = string | symbol;
export type Subscriber = (message: unknown, name: ChannelName) => void;

/** What of an `AsyncLocalStorage` a channel uses. */
export interface Store {
  run(value: unknown, callback: () => unknown): unknown;
}

type Transform = ((message: unknown) => unknown) | undefined;

/** Channels without subscribers may be collected: nobody would notice that the next of that name is another. */
const channels = /* @__PURE__ */ new Map<ChannelName, WeakRef<Channel>>();
/** Channels that somebody listens to. */
const active = /* @__PURE__ */ new Set<Channel>();
let collected: FinalizationRegistry<ChannelName> | undefined;

function forget(name: ChannelName): void {
  if (channels.get(name)?.deref() === undefined) channels.delete(name);
}

/** An error of a subscriber is nobody's who publishes. */
function reportLater(error: unknown): void {
  nextTick(() => reportUncaught(error));
}

/** A channel. */
export class Channel {
  readonly name: ChannelName;
  _subscribers: readonly Subscriber[] = [];
  _stores: Map<Store, Transform> | undefined;

  constructor(name: ChannelName) {
    this.name = name;
    channels.set(name, new WeakRef(this));
    collected ??= new FinalizationRegistry(forget);
    collected.register(this, name);
  }

  get hasSubscribers(): boolean {
    return active.has(this);
  }

  subscribe(subscription: unknown): void {
    validateFunction(subscription, 'subscription');
    // A new list: one that is being called stays as it is.
    this._subscribers = [...this._subscribers, subscription as Subscriber];
    active.add(this);
  }

  /** Whether the subscriber was there. */
  unsubscribe(subscription: unknown): boolean {
    const index = this._subscribers.indexOf(subscription as Subscriber);
    if (index === -1) return false;
    this._subscribers = this._subscribers.toSpliced(index, 1);
    this.#settle();
    return true;
  }

  /** Runs `runStores` functions with `store` set to the message, or to what `transform` makes of it. */
  bindStore(store: Store, transform?: Transform): void {
    this._stores ??= new Map();
    this._stores.set(store, transform);
    active.add(this);
  }

  /** Whether the store was bound. */
  unbindStore(store: Store): boolean {
    const found = this._stores?.delete(store) ?? false;
    this.#settle();
    return found;
  }

  #settle(): void {
    if (this._subscribers.length === 0 && !this._stores?.size) active.delete(this);
  }

  publish(message: unknown): void {
    for (const subscriber of this._subscribers) {
      try {
        subscriber(message, this.name);
      } catch (error) {
        reportLater(error);
      }
    }
  }

  /** Publishes `message` and calls `run`, both with the bound stores set. */
  runStores<This, Args extends unknown[], Result>(
    message: unknown,
    run: (this: This, ...args: Args) => Result,
    thisArg?: This,
    ...args: Args
  ): Result {
    let call = (): unknown => {
      this.publish(message);
      return Reflect.apply(run, thisArg as This, args);
    };
    for (const [store, transform] of this._stores ?? []) {
      let value = message;
      if (transform !== undefined) {
        try {
          value = transform(message);
        } catch (error) {
          reportLater(error);
          continue;
        }
      }
      const inner = call;
      call = () => store.run(value, inner);
    }
    return call() as Result;
  }
}

/** The channel of that name, the same for all. */
export function channel(name: ChannelName): Channel {
  const known = channels.get(name)?.deref();
  if (known !== undefined) return known;
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  }
  return new Channel(name);
}

/** Whether anybody listens to the channel of that name. */
export function hasSubscribers(name: ChannelName): boolean {
  return channels.get(name)?.deref()?.hasSubscribers ?? false;
}
