/** `MessageEvent`. https://html.spec.whatwg.org/multipage/comms.html#messageevent */
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS } from './errors.ts';
import { Event, type EventOptions } from './event-target.ts';
import { webInterface } from './web-class.ts';

/** What the event carries. */
export interface MessageEventInit extends EventOptions {
  data?: unknown;
  origin?: string;
  lastEventId?: string;
  source?: object | null;
  ports?: Iterable<object>;
}

/** A message that has arrived. */
export class MessageEvent extends Event {
  readonly #data: unknown;
  readonly #origin: string;
  readonly #lastEventId: string;
  readonly #source: object | null;
  readonly #ports: readonly object[];

  constructor(type: string, init?: MessageEventInit | null) {
    super(type, init);
    const { data = null, origin = '', lastEventId = '', source = null, ports = [] } = init ?? {};
    if (source !== null && typeof source !== 'object') {
      const error = new ERR_INVALID_ARG_TYPE('eventInitDict.source', 'MessagePort', source);
      error.message = `MessageEvent constructor: Expected eventInitDict.source ("${source as string}") to be an instance of MessagePort.`;
      throw error;
    }
    this.#data = data;
    this.#origin = `${origin}`;
    this.#lastEventId = `${lastEventId}`;
    this.#source = source;
    this.#ports = Object.freeze([...ports]);
  }

  static #check(value: object): void {
    if (!(#data in value)) throw new ERR_INVALID_THIS('MessageEvent');
  }

  get data(): unknown {
    MessageEvent.#check(this);
    return this.#data;
  }

  get origin(): string {
    MessageEvent.#check(this);
    return this.#origin;
  }

  get lastEventId(): string {
    MessageEvent.#check(this);
    return this.#lastEventId;
  }

  get source(): object | null {
    MessageEvent.#check(this);
    return this.#source;
  }

  get ports(): readonly object[] {
    MessageEvent.#check(this);
    return this.#ports;
  }
}
webInterface(MessageEvent, 'data', 'origin', 'lastEventId', 'source', 'ports');
