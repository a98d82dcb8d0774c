import { Buffer } from '../../buffer.ts';
import { AbortController } from '../abort.ts';
import { Blob, blobBytes } from '../blob/blob.ts';
import { isUtf8 } from '../buffer/transcode.ts';
import { bytesOf } from '../bytes.ts';
import { randomBytes } from '../crypto/random.ts';
import { decodeUtf8, encodeUtf8 } from '../encoding/utf8.ts';
import { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } from '../errors.ts';
import { defineEventHandler, Event, EventTarget } from '../event-target.ts';
import { isBadPort } from '../fetch/bad-ports.ts';
import { Headers, type HeadersInit, isToken } from '../fetch/headers.ts';
import { illegalInvocation, requireArguments } from '../fetch/webidl.ts';
import { MessageEvent } from '../message-event.ts';
import { URL } from '../url/url-class.ts';
import { type Inspect, type InspectOptions, inspectSymbol, webInterface } from '../web-class.ts';
import { CloseEvent, ErrorEvent } from './events.ts';
import { BINARY, CLOSE, encodeFrame, FrameParser, type Message, PING, PONG, ProtocolError, TEXT } from './frames.ts';
import { type OpenConnection, type RawSocket, shakeHands } from './handshake.ts';

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** The largest message that is taken, as undici's. */
const MAX_MESSAGE_BYTES = 128 * 1024 * 1024;
/** How long the other side has to close after we did. */
const CLOSE_TIMEOUT_MS = 3000;

/** Options in the place of the subprotocols, as undici has them. */
export interface WebSocketInit {
  protocols?: string | string[];
  headers?: HeadersInit;
  dispatcher?: unknown;
}

let check: (socket: unknown) => void;

/**
 * `WebSocket`, over the guest's own connections: the host checks where it goes as it does for `node:net`.
 * Source: WebSockets Standard; messages are undici's. Compression is not offered to servers.
 */
export class WebSocket extends EventTarget {
  readonly #url: URL;
  readonly #abort = new AbortController();
  readonly #parser = new FrameParser(MAX_MESSAGE_BYTES);
  #state = CONNECTING;
  #protocol = '';
  #binaryType: 'blob' | 'arraybuffer' = 'blob';
  #buffered = 0;
  #socket: RawSocket | undefined;
  #sentClose = false;
  #hasFailed = false;
  /** What the close event tells: the other side's code and reason. */
  #closing: { code: number; reason: string } | undefined;

  constructor(url: string | { toString(): string }, protocols: string | string[] | WebSocketInit = []) {
    super();
    requireArguments(arguments.length, 1, 'WebSocket constructor');
    const init = readInit(protocols);
    this.#url = parseUrl(`${url}`);
    const names = [init.protocols ?? []].flat().map((name) => `${name}`);
    const distinct = new Set(names.map((name) => name.toLowerCase()));
    if (distinct.size !== names.length || !names.every(isToken)) {
      throw new DOMException('Invalid Sec-WebSocket-Protocol value', 'SyntaxError');
    }
    const headers = [...new Headers(init.headers ?? {}).entries()];
    void this.#connect(names, headers);
  }

  get readyState(): number {
    check(this);
    return this.#state;
  }

  get bufferedAmount(): number {
    check(this);
    return this.#buffered;
  }

  get url(): string {
    check(this);
    return this.#url.href;
  }

  /** Always empty: no extension is offered. */
  get extensions(): string {
    check(this);
    return '';
  }

  get protocol(): string {
    check(this);
    return this.#protocol;
  }

  get binaryType(): 'blob' | 'arraybuffer' {
    check(this);
    return this.#binaryType;
  }

  set binaryType(type: 'blob' | 'arraybuffer') {
    check(this);
    this.#binaryType = type === 'arraybuffer' ? 'arraybuffer' : 'blob';
  }

  /** Sends a message. */
  send(data: string | ArrayBuffer | ArrayBufferView | Blob): void {
    check(this);
    requireArguments(arguments.length, 1, 'WebSocket.send');
    if (this.#state === CONNECTING) throw new DOMException('Sent before connected.', 'InvalidStateError');
    const bytes = data instanceof Blob ? blobBytes(data) : bytesOf(data);
    this.#enqueue(bytes ? BINARY : TEXT, bytes ?? encodeUtf8(`${data}`.toWellFormed()));
  }

  /** Starts the closing handshake. */
  close(code?: number, reason?: string): void {
    check(this);
    const number = code === undefined ? undefined : clampToShort(code);
    const text = reason === undefined ? '' : `${reason}`.toWellFormed();
    if (number !== undefined && number !== 1000 && (number < 3000 || number > 4999)) {
      throw new DOMException('invalid code', 'InvalidAccessError');
    }
    const bytes = encodeUtf8(text);
    if (bytes.length > 123) {
      throw new DOMException(`Reason must be less than 123 bytes; received ${bytes.length}`, 'SyntaxError');
    }
    if (this.#state >= CLOSING) return;
    if (this.#state === CONNECTING) {
      this.#state = CLOSING;
      this.#abort.abort();
      return;
    }
    this.#state = CLOSING;
    this.#sendClose(number ?? (text === '' ? undefined : 1000), bytes);
  }

  override [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { url, readyState, bufferedAmount, binaryType, extensions, protocol } = this;
    const shown = { url, readyState, bufferedAmount, binaryType, extensions, protocol };
    return `WebSocket ${inspect(shown, { ...options, depth: options.depth ?? depth })}`;
  }

  async #connect(names: readonly string[], headers: readonly (readonly [string, string])[]): Promise<void> {
    try {
      // Not at once, so that listeners can be added before anything fails.
      await undefined;
      if (isBadPort(this.#url.port)) throw new Error('bad port');
      this.#opened(await shakeHands(this.#url, names, headers, this.#abort.signal));
    } catch (error) {
      this.#fail('Received network error or non-101 status code.', error);
    }
  }

  #opened({ socket, protocol }: OpenConnection): void {
    this.#socket = socket;
    this.#protocol = protocol;
    socket.on('data', (chunk: Uint8Array) => this.#receive(chunk));
    // An error is followed by the close; what it was is of no use to the other side's messages.
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('close', () => this.#closed());
    this.#state = OPEN;
    this.#dispatch(new Event('open'));
  }

  #receive(chunk: Uint8Array): void {
    try {
      for (const message of this.#parser.push(chunk)) this.#take(message);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#sendClose(error.code, encodeUtf8(error.message));
      this.#fail(error.message, error);
    }
  }

  #take({ opcode, data }: Message): void {
    switch (opcode) {
      case PING:
        if (this.#state === OPEN) this.#write(PONG, data);
        return;
      case PONG:
        return;
      case CLOSE:
        this.#takeClose(data);
        return;
    }
    if (this.#state !== OPEN) return;
    if (opcode === TEXT && !isUtf8(data)) throw new ProtocolError('Received invalid UTF-8 in text frame.', 1007);
    const value =
      opcode === TEXT ? decodeUtf8(data) : this.#binaryType === 'blob' ? new Blob([data as never]) : data.buffer;
    this.#dispatch(new MessageEvent('message', { data: value, origin: this.#url.origin }));
  }

  #takeClose(data: Uint8Array): void {
    const code = data.length >= 2 ? ((data[0] as number) << 8) | (data[1] as number) : 1005;
    const reason = data.subarray(2);
    const known = data.length === 0 || (code >= 1000 && code < 5000 && ![1004, 1005, 1006].includes(code));
    if (data.length === 1 || !known) throw new ProtocolError('Received invalid close code');
    if (!isUtf8(reason)) throw new ProtocolError('Invalid UTF-8 in close reason', 1007);
    this.#closing = { code, reason: decodeUtf8(reason) };
    this.#state = CLOSING;
    this.#sendClose(data.length >= 2 ? code : undefined, new Uint8Array(0));
    // The server closes first; it has a moment to do so.
    this.#socket?.end();
  }

  #sendClose(code: number | undefined, reason: Uint8Array): void {
    if (this.#sentClose || !this.#socket) return;
    this.#sentClose = true;
    const payload = new Uint8Array(code === undefined ? 0 : 2 + reason.length);
    if (code !== undefined) {
      payload.set([code >> 8, code & 255]);
      payload.set(reason, 2);
    }
    this.#write(CLOSE, payload);
    this.#socket.setTimeout(CLOSE_TIMEOUT_MS, () => this.#socket?.destroy());
  }

  #enqueue(opcode: number, data: Uint8Array): void {
    this.#buffered += data.length;
    if (this.#state !== OPEN) return;
    this.#write(opcode, data, () => {
      this.#buffered -= data.length;
    });
  }

  #write(opcode: number, data: Uint8Array, done?: () => void): void {
    this.#socket?.write(Buffer.from(encodeFrame(opcode, data, randomBytes(4) as Buffer).buffer), done);
  }

  /** Gives the connection up: an error event, then the close. */
  #fail(message: string, cause: unknown): void {
    const wasOpen = this.#socket !== undefined;
    this.#state = CLOSING;
    this.#socket?.destroy();
    this.#complain(message, cause);
    if (!wasOpen) this.#closed();
  }

  #complain(message: string, cause: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#dispatch(new ErrorEvent('error', { message, error: new Error(message, { cause }) }));
  }

  #closed(): void {
    if (this.#state === CLOSED) return;
    this.#state = CLOSED;
    const wasClean = this.#sentClose && this.#closing !== undefined;
    if (this.#closing === undefined) this.#complain('The connection ended without a close frame.', undefined);
    const { code, reason } = this.#closing ?? { code: 1006, reason: '' };
    this.#dispatch(new CloseEvent('close', { wasClean, code, reason }));
  }

  #dispatch(event: Event): void {
    this.dispatchEvent(event);
  }

  static {
    check = (socket) => {
      if (typeof socket !== 'object' || socket === null || !(#url in socket)) throw illegalInvocation('WebSocket');
    };
  }
}

webInterface(
  WebSocket,
  ...['close', 'send', 'readyState', 'bufferedAmount', 'url', 'extensions', 'protocol', 'binaryType'],
);
for (const name of ['open', 'error', 'close', 'message']) defineEventHandler(WebSocket.prototype, name);
for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSING, CLOSED })) {
  for (const target of [WebSocket, WebSocket.prototype]) {
    Object.defineProperty(target, name, { value, enumerable: true });
  }
}

function readInit(given: string | string[] | WebSocketInit): WebSocketInit {
  if (typeof given !== 'object' || given === null || Symbol.iterator in given) {
    return { protocols: given as string | string[] };
  }
  // What would change where it goes must not be passed over in silence.
  if (given.dispatcher) throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('The dispatcher option of WebSocket');
  return given;
}

/** Source: WebSockets Standard, "obtain a URL record". */
function parseUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch (error) {
    throw new DOMException(`${error}`, 'SyntaxError');
  }
  if (url.protocol === 'http:') url.protocol = 'ws:';
  else if (url.protocol === 'https:') url.protocol = 'wss:';
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    throw new DOMException('expected a ws: or wss: url', 'SyntaxError');
  }
  if (url.hash !== '' || url.href.endsWith('#')) throw new DOMException('hash', 'SyntaxError');
  return url;
}

/** Source: Web IDL, `[Clamp] unsigned short`. */
function clampToShort(value: number): number {
  const number = Number(value);
  return Number.isNaN(number) ? 0 : Math.round(Math.min(Math.max(number, 0), 65535));
}
