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

let isPort: (value: unknown) => boolean = () => false;

/** Sets how a port is told from other objects. */
export function setPortCheck(check: (value: unknown) => boolean): void {
  isPort = check;
}

function shown(value: unknown): string {
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);
}

function notAPort(member: string, value: unknown): Error {
  const error = new ERR_INVALID_ARG_TYPE(`eventInitDict.${member}`, 'MessagePort', value);
  error.message = `MessageEvent constructor: Expected eventInitDict.${member} ("${shown(value)}") to be an instance of MessagePort.`;
  return error;
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
    if (source !== null && !isPort(source)) throw notAPort('source', source);
    if (typeof ports !== 'object' || ports === null || !(Symbol.iterator in ports)) {
      throw new TypeError(`MessageEvent constructor: eventInitDict.ports (${shown(ports)}) is not iterable.`);
    }
    const list = [...ports];
    for (const port of list) if (!isPort(port)) throw notAPort('ports', port);
    this.#data = data;
    this.#origin = `${origin}`;
    this.#lastEventId = `${lastEventId}`;
    this.#source = source;
    this.#ports = Object.freeze(list);
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
