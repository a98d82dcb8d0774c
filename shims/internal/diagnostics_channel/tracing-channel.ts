/**
 * Five channels that follow one operation.
 *
 * https://nodejs.org/api/diagnostics_channel.html#class-tracingchannel
 */
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateFunction } from '../validators.ts';
import { Channel, channel, type Subscriber } from './channel.ts';

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
type Event = (typeof EVENTS)[number];

/** What the subscribers see of one operation. */
type Context = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: any function can be traced
type Traced = (...args: any[]) => unknown;

function channelOf(names: unknown, event: Event): Channel {
  if (typeof names === 'string') return channel(`tracing:${names}:${event}`);
  if (typeof names !== 'object' || names === null) {
    throw new ERR_INVALID_ARG_TYPE('nameOrChannels', ['string', 'object', 'TracingChannel'], names);
  }
  const given = (names as Record<string, unknown>)[event];
  // Node's words, from its check of the prototype.
  if (given === undefined || given === null) throw new TypeError('Cannot convert undefined or null to object');
  if (!(given instanceof Channel)) throw new ERR_INVALID_ARG_TYPE(`nameOrChannels.${event}`, ['Channel'], given);
  return given;
}

/** The channels `start`, `end`, `asyncStart`, `asyncEnd` and `error` of one kind of operation. */
export class TracingChannel {
  declare readonly start: Channel;
  declare readonly end: Channel;
  declare readonly asyncStart: Channel;
  declare readonly asyncEnd: Channel;
  declare readonly error: Channel;

  constructor(names: unknown) {
    for (const event of EVENTS) Object.defineProperty(this, event, { value: channelOf(names, event) });
  }

  get hasSubscribers(): boolean {
    return EVENTS.some((event) => this[event].hasSubscribers);
  }

  subscribe(handlers: Partial<Record<Event, Subscriber>>): void {
    for (const event of EVENTS) if (handlers[event]) this[event].subscribe(handlers[event]);
  }

  /** Whether all handlers were there. */
  unsubscribe(handlers: Partial<Record<Event, Subscriber>>): boolean {
    let done = true;
    for (const event of EVENTS) if (handlers[event] && !this[event].unsubscribe(handlers[event])) done = false;
    return done;
  }

  /** Traces a function that is done when it returns. */
  traceSync(run: Traced, context: Context = {}, thisArg?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return Reflect.apply(run, thisArg, args);
    return this.#window(context, () => {
      const result = Reflect.apply(run, thisArg, args);
      context['result'] = result;
      return result;
    });
  }

  /** Traces a function that is done when the promise that it returns is. */
  tracePromise(run: Traced, context: Context = {}, thisArg?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return Reflect.apply(run, thisArg, args);
    const settle = () => {
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
    };
    return this.#window(context, () => {
      const promise = Reflect.apply(run, thisArg, args);
      return (promise instanceof Promise ? promise : Promise.resolve(promise)).then(
        (result: unknown) => {
          context['result'] = result;
          settle();
          return result;
        },
        (error: unknown) => {
          this.#fail(context, error);
          settle();
          throw error;
        },
      );
    });
  }

  /** Traces a function that is done when it calls its callback, the argument at `position` (the last by default). */
  traceCallback(run: Traced, position = -1, context: Context = {}, thisArg?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return Reflect.apply(run, thisArg, args);
    const callback = args.at(position) as Traced;
    validateFunction(callback, 'callback');
    const tracing = this;
    args.splice(position, 1, function wrapped(this: unknown, ...results: unknown[]) {
      const [error, result] = results;
      if (error) tracing.#fail(context, error);
      else context['result'] = result;
      return tracing.asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, results);
        } finally {
          tracing.asyncEnd.publish(context);
        }
      });
    });
    return this.#window(context, () => Reflect.apply(run, thisArg, args));
  }

  #fail(context: Context, error: unknown): void {
    context['error'] = error;
    this.error.publish(context);
  }

  /** From `start` to `end`. */
  #window(context: Context, run: () => unknown): unknown {
    return this.start.runStores(context, () => {
      try {
        return run();
      } catch (error) {
        this.#fail(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
}

/** The tracing channels of a name, or of five channels that are there already. */
export function tracingChannel(names: unknown): TracingChannel {
  return new TracingChannel(names);
}
