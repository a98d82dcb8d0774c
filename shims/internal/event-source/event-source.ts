import { AbortController } from '../abort.ts';
import { defineEventHandler, Event, EventTarget } from '../event-target.ts';
import { fetch } from '../fetch/fetch.ts';
import { parseMime } from '../fetch/mime.ts';
import type { Response } from '../fetch/response.ts';
import { illegalInvocation, requireArguments } from '../fetch/webidl.ts';
import { MessageEvent } from '../message-event.ts';
import { clearTimeout, setTimeout } from '../timers/functions.ts';
import { URL } from '../url/url-class.ts';
import { webInterface } from '../web-class.ts';
import { EventStreamParser } from './event-stream.ts';

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;

const RECONNECTION_MS = 3000;

/** Options of an EventSource; `node` is undici's. */
export interface EventSourceInit {
  withCredentials?: boolean;
  dispatcher?: unknown;
  node?: { dispatcher?: unknown; reconnectionTime?: number };
}

let check: (source: unknown) => void;

/**
 * `EventSource`, over `fetch`: the host checks each request.
 * Source: HTML, 9.2 Server-sent events. Node has it behind a flag, so it is no global here; the package `undici` exports it.
 */
export class EventSource extends EventTarget {
  readonly #url: URL;
  readonly #withCredentials: boolean;
  readonly #dispatcher: unknown;
  readonly #abort = new AbortController();
  #state = CONNECTING;
  #lastEventId = '';
  #reconnectionTime: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string | { toString(): string }, init: EventSourceInit = {}) {
    super();
    requireArguments(arguments.length, 1, 'EventSource constructor');
    try {
      this.#url = new URL(`${url}`);
    } catch (error) {
      throw new DOMException(`${error}`, 'SyntaxError');
    }
    this.#withCredentials = Boolean(init?.withCredentials);
    this.#dispatcher = init?.node?.dispatcher ?? init?.dispatcher;
    this.#reconnectionTime = init?.node?.reconnectionTime ?? RECONNECTION_MS;
    void this.#run();
  }

  get readyState(): number {
    check(this);
    return this.#state;
  }

  get url(): string {
    check(this);
    return this.#url.href;
  }

  get withCredentials(): boolean {
    check(this);
    return this.#withCredentials;
  }

  /** Ends the connection for good. */
  close(): void {
    check(this);
    this.#state = CLOSED;
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    // Not at once, so that listeners can be added before anything happens.
    await undefined;
    while (this.#state !== CLOSED && (await this.#connect())) {
      if (this.#state === CLOSED) return;
      this.#state = CONNECTING;
      this.dispatchEvent(new Event('error'));
      if (this.#isClosed()) return;
      await new Promise<void>((resolve) => {
        this.#timer = setTimeout(resolve, this.#reconnectionTime);
      });
    }
  }

  /** One connection, to its end. @returns whether to try again */
  async #connect(): Promise<boolean> {
    try {
      const response = await this.#request();
      const isStream = parseMime(response.headers.get('content-type') ?? '')?.essence === 'text/event-stream';
      if (response.status !== 200 || !isStream) {
        await response.body?.cancel();
        return this.#fail();
      }
      await this.#read(response);
    } catch (error) {
      // What the host denies it will deny again.
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      if (code === 'ERR_ACCESS_DENIED' || error instanceof RangeError) return this.#fail();
    }
    return true;
  }

  #request(): Promise<Response> {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (this.#lastEventId !== '') headers['last-event-id'] = this.#lastEventId;
    const dispatcher = this.#dispatcher ? { dispatcher: this.#dispatcher } : {};
    return fetch(this.#url, { headers, cache: 'no-store', signal: this.#abort.signal, ...dispatcher });
  }

  async #read(response: Response): Promise<void> {
    this.#state = OPEN;
    this.dispatchEvent(new Event('open'));
    const { origin } = new URL(response.url);
    const parser = new EventStreamParser(this.#lastEventId);
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      for (const { type, data, lastEventId } of parser.push(chunk)) {
        if (this.#isClosed()) return;
        this.dispatchEvent(new MessageEvent(type, { data, lastEventId, origin }));
      }
      this.#lastEventId = parser.lastEventId;
      this.#reconnectionTime = parser.reconnectionTime ?? this.#reconnectionTime;
    }
  }

  #isClosed(): boolean {
    return this.#state === CLOSED;
  }

  #fail(): false {
    if (this.#state !== CLOSED) {
      this.#state = CLOSED;
      this.dispatchEvent(new Event('error'));
    }
    return false;
  }

  static {
    check = (source) => {
      if (typeof source !== 'object' || source === null || !(#url in source)) throw illegalInvocation('EventSource');
    };
  }
}
webInterface(EventSource, 'readyState', 'url', 'withCredentials', 'close');
for (const name of ['open', 'message', 'error']) defineEventHandler(EventSource.prototype, name);
for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSED })) {
  for (const target of [EventSource, EventSource.prototype]) {
    Object.defineProperty(target, name, { value, enumerable: true });
  }
}
