/** `web_fetch`: fetches a web page, following redirects, and returns its status, headers and text. */
import { Exchange, get, Response } from '../abi/http';
import { InputStream } from '../abi/io';
import { described, resolve } from '../abi/tool-host';
import { parse, Value } from '../json/parse';
import { JsonObject } from '../json/write';
import { Capture } from '../lib/bytes';
import { Failure, failureOf, streamFailure } from '../lib/failure';
import { foldHeaders, requestHeaders } from '../lib/headers';
import '../lib/abort';
import { lower } from '../lib/ascii';
import { Input } from '../lib/input';
import { clearTimer, setTimer, Timer, Watcher } from '../lib/loop';
import { isBadPort, parseUrl, Url } from '../lib/url';

export { cabi_realloc } from '../abi/memory';
export { turn } from '../lib/loop';

const READ_SIZE: i32 = 262144;
const MAX_REDIRECTS: i32 = 20;
const SCHEMA: string =
  '{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{' +
  '"url":{"type":"string","format":"uri","description":"The address to fetch"},' +
  '"headers":{"description":"Request headers to add","type":"object","propertyNames":{"type":"string"},"additionalProperties":{"type":"string"}},' +
  '"timeout_ms":{"default":30000,"description":"Time limit in milliseconds","type":"integer","exclusiveMinimum":0,"maximum":600000},' +
  '"max_bytes":{"default":1048576,"description":"Most bytes of the body that are read","type":"integer","exclusiveMinimum":0,"maximum":9007199254740991},' +
  '"encoding":{"default":"utf8","description":"How the body is returned","type":"string","enum":["utf8","base64"]}},' +
  '"required":["url","timeout_ms","max_bytes","encoding"],"additionalProperties":false}';

export function describe(): void {
  described('web_fetch', 'Fetches a web page, following redirects, and returns its status, headers and text.', SCHEMA);
}

export function invoke(name: usize, nameLength: i32, input: usize, inputLength: i32): void {
  const tool = String.UTF16.decodeUnsafe(name, <usize>nameLength << 1);
  const given = parse(String.UTF16.decodeUnsafe(input, <usize>inputLength << 1));
  heap.free(name);
  heap.free(input);
  if (tool == 'web_fetch') start(given);
  else new Failure('UnknownToolError', "There is no tool '" + tool + "' in this component").withCode('ERR_UNKNOWN_TOOL').reject();
}

function start(given: Value): void {
  const input = new Input(given);
  const address = input.string('url', 0);
  const headers = input.optionalRecord('headers');
  const timeout = input.positiveInteger('timeout_ms', 600000, 30000);
  const limit = input.positiveInteger('max_bytes', 0, 1048576);
  const base64 = input.isBase64('encoding');
  const url = parseUrl(address, null);
  if (url === null && input.failure === null) input.invalidUrl('url');
  const wrong = input.failure;
  if (wrong !== null) return wrong.reject();
  if (url!.credentials != '') {
    const named = url!.scheme + '://' + url!.credentials + url!.href.substring(url!.scheme.length + 3);
    return new Failure('TypeError', 'Request cannot be constructed from a URL that includes credentials: ' + named).reject();
  }
  const fetch = new Fetch(url!, headers === null ? [] : headers, limit, base64);
  setTimer(fetch, timeout);
  fetch.send();
}

/** A page on its way. */
class Fetch extends Timer {
  private redirects: i32 = 0;
  private response: Response | null = null;
  private exchange: Exchange | null = null;
  private head: Head | null = null;
  private body: Body | null = null;
  private answered: bool = false;

  constructor(private url: Url, private headers: string[][], private limit: f64, private base64: bool) {
    super();
  }

  /** Sends the request of the current hop. */
  send(): void {
    if (!this.url.isHttp) return this.fail(fetchFailed(new Failure('Error', 'unknown scheme')));
    if (isBadPort(this.url.port)) return this.fail(fetchFailed(new Failure('Error', 'bad port')));
    const sent = get(this.url.href, requestHeaders(this.headers, this.url.scheme == 'https'));
    const exchange = sent.exchange;
    if (exchange === null) return this.fail(fetchFailed(failureOf(sent.error!)));
    this.exchange = exchange;
    const head = new Head(this, exchange);
    this.head = head;
    head.watch(exchange.subscribe());
  }

  /** The answer's head is there. */
  onHead(response: Response): void {
    const location = redirectOf(response);
    if (location !== null) {
      this.release();
      this.redirect(location);
      return;
    }
    this.response = response;
    const stream = this.exchange!.responseBody();
    if (stream === null) return this.onEnd(new Capture(this.limit));
    const body = new Body(this, stream, this.limit);
    this.body = body;
    body.watch(stream.subscribe());
  }

  /** All of the body that is wanted is there. */
  onEnd(kept: Capture): void {
    const response = this.response!;
    this.finish();
    resolve(
      new JsonObject()
        .string('url', this.url.href)
        .integer('status', response.status)
        .string('status_text', response.statusText)
        .flag('redirected', this.redirects > 0)
        .raw('headers', foldHeaders(response.headers))
        .string('body', kept.text(this.base64))
        .flag('truncated', kept.truncated)
        .toString(),
    );
  }

  onTime(): void {
    const failure = new Failure('TimeoutError', 'The operation was aborted due to timeout');
    failure.properties.integer('code', 23);
    this.fail(failure);
  }

  fail(failure: Failure): void {
    if (this.answered) return;
    this.finish();
    failure.reject();
  }

  private redirect(location: string): void {
    const target = parseUrl(location, this.url);
    if (target === null) return this.fail(fetchFailed(new Failure('TypeError', 'Invalid URL')));
    if (!target.isHttp) return this.fail(fetchFailed(new Failure('Error', 'URL scheme must be a HTTP(S) scheme')));
    if (this.redirects++ == MAX_REDIRECTS) return this.fail(fetchFailed(new Failure('Error', 'redirect count exceeded')));
    if (target.origin != this.url.origin) {
      if (target.credentials != '')
        return this.fail(fetchFailed(new Failure('Error', 'cross origin not allowed for request mode "cors"')));
      this.headers = withoutSecrets(this.headers);
    }
    this.url = target;
    this.send();
  }

  private finish(): void {
    this.answered = true;
    clearTimer();
    this.release();
  }

  /** Gives back what the current hop holds. */
  private release(): void {
    const head = this.head;
    if (head !== null) head.unwatch();
    this.head = null;
    const body = this.body;
    if (body !== null) body.close();
    this.body = null;
    const exchange = this.exchange;
    if (exchange !== null) exchange.drop();
    this.exchange = null;
  }
}

/** Waits for the head of an answer. */
class Head extends Watcher {
  constructor(private fetch: Fetch, private exchange: Exchange) {
    super();
  }

  onReady(): void {
    const response = this.exchange.response();
    if (response !== null) {
      this.unwatch();
      return this.fetch.onHead(response);
    }
    const error = this.exchange.error;
    if (error === null) return;
    this.unwatch();
    this.fetch.fail(fetchFailed(failureOf(error)));
  }
}

/** Reads the body of an answer. */
class Body extends Watcher {
  private kept: Capture;
  private open: bool = true;

  constructor(private fetch: Fetch, private stream: InputStream, private limit: f64) {
    super();
    this.kept = new Capture(limit);
  }

  onReady(): void {
    while (this.kept.total <= this.limit) {
      const chunk = this.stream.read(READ_SIZE);
      if (chunk === null) {
        const error = this.stream.error!;
        if (!error.closed) return this.fetch.fail(new Failure('TypeError', 'terminated').withCause(streamFailure(error)));
        break;
      }
      if (chunk.length == 0) return;
      this.kept.add(chunk);
    }
    this.fetch.onEnd(this.kept);
  }

  close(): void {
    this.unwatch();
    if (this.open) this.stream.drop();
    this.open = false;
  }
}

function fetchFailed(cause: Failure): Failure {
  return new Failure('TypeError', 'fetch failed').withCause(cause);
}

/** Where the answer sends the client; null where it does not. */
function redirectOf(response: Response): string | null {
  const status = response.status;
  if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) return null;
  for (let i = 0; i < response.headers.length; i++)
    if (lower(response.headers[i][0]) == 'location') return response.headers[i][1];
  return null;
}

/** Another origin does not get what was meant for the first one. */
function withoutSecrets(headers: string[][]): string[][] {
  const kept: string[][] = [];
  for (let i = 0; i < headers.length; i++) {
    const name = lower(headers[i][0]);
    if (name != 'authorization' && name != 'proxy-authorization' && name != 'cookie' && name != 'host')
      kept.push(headers[i]);
  }
  return kept;
}
