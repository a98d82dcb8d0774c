/** Reads `text/event-stream`. Source: HTML, 9.2.5 Parsing an event stream and 9.2.6 Interpreting an event stream. */
import { TextDecoder } from '../encoding/decoder.ts';

/** An event of the stream. */
export interface StreamedEvent {
  type: string;
  data: string;
  lastEventId: string;
}

/** The longest line, and the longest data of one event, in code units. */
const MAX_EVENT_LENGTH = 16 * 1024 * 1024;

/** Takes a stream's bytes, gives its events. */
export class EventStreamParser {
  /** The id to resume from. */
  lastEventId: string;
  /** Milliseconds that the server wants between two connections; undefined until it says so. */
  reconnectionTime: number | undefined;
  readonly #decoder = new TextDecoder();
  #rest = '';
  #type = '';
  #data: string[] = [];
  #length = 0;
  #id: string;
  /** A line ended with CR: an LF that follows belongs to it. */
  #afterReturn = false;

  constructor(lastEventId: string) {
    this.lastEventId = lastEventId;
    this.#id = lastEventId;
  }

  /** The events that are complete with `chunk`. Throws a RangeError where one is too long. */
  *push(chunk: Uint8Array): Generator<StreamedEvent> {
    let text = this.#decoder.decode(chunk, { stream: true });
    if (text === '') return;
    if (this.#afterReturn && text.startsWith('\n')) text = text.slice(1);
    this.#afterReturn = text.endsWith('\r') || (text === '' && this.#afterReturn);
    const lines = (this.#rest + text).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > MAX_EVENT_LENGTH) throw new RangeError('The event is too long');
    for (const line of lines) {
      const event = line === '' ? this.#dispatch() : this.#field(line);
      if (event) yield event;
    }
  }

  #field(line: string): undefined {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.#type = value;
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.reconnectionTime = Number(value);
    else if (name === 'data') {
      this.#length += value.length + 1;
      if (this.#length > MAX_EVENT_LENGTH) throw new RangeError('The event is too long');
      this.#data.push(value);
    }
  }

  #dispatch(): StreamedEvent | undefined {
    this.lastEventId = this.#id;
    const event = { type: this.#type || 'message', data: this.#data.join('\n'), lastEventId: this.#id };
    const isEmpty = this.#data.length === 0;
    this.#type = '';
    this.#data = [];
    this.#length = 0;
    return isEmpty ? undefined : event;
  }
}
