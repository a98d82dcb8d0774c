/** Requests of an `undici` client through the bridge. */
import { Connection } from '../../internal/fetch/connection.ts';
import { AnswerSink } from './answer.ts';
import { outgoingBody } from './body.ts';
import type { BridgeSocket } from './bridge-socket.ts';
import type { ClientView, UndiciRequest } from './client-view.ts';
import type { Ending } from './connection.ts';
import { toUndiciError } from './errors.ts';
import { type ClientSocket, SocketTransport } from './socket-transport.ts';

/** Fields that the host sets itself: a request that names one of them must go another way to keep it. */
const HOST_FIELDS = new Set(['proxy-authorization', 'te', 'trailer', 'upgrade', 'keep-alive']);

/** Sends one request and hands over its answer. */
export async function sendOverBridge(
  request: UndiciRequest,
  view: ClientView,
  socket: BridgeSocket,
  ending: Ending,
): Promise<void> {
  if (needsSocket(request, view.url)) return sendOverSocket(request, view, socket, ending);
  const { source, length, type } = outgoingBody(request, view);
  const headers = [...fieldsOf(request)];
  if (type !== null && request.contentType === null) headers.push(['content-type', type]);
  const sink = new AnswerSink(request, view);
  let connection: Connection | undefined;
  ending.end = (reason) => {
    connection?.abort(reason);
    sink.release();
  };
  try {
    connection = new Connection(
      {
        method: request.method,
        url: view.url.origin + request.path,
        headers,
        body: source,
        length,
        coded: true,
        trailers: true,
        headersTimeout: view.headersTimeout(request),
        bodyTimeout: view.bodyTimeout(request),
      },
      () => undefined,
    );
    if (source === undefined) request.onRequestSent();
    const { status, statusText, headers: fields } = await connection.answer();
    await sink.start(status, fields, statusText);
    const body = connection.body(() => undefined);
    for (let chunk = await body.read(); chunk && !request.aborted; chunk = await body.read()) await sink.data(chunk);
    sink.end(connection.trailers());
  } catch (error) {
    throw toUndiciError(error, view);
  } finally {
    connection?.close();
  }
}

/** Header fields one by one. */
export function* fieldsOf({ headers }: UndiciRequest): Generator<[string, string]> {
  for (let n = 0; n + 1 < headers.length; n += 2) {
    const name = headers[n] as string;
    for (const value of [headers[n + 1] ?? ''].flat()) yield [name, value];
  }
}

function needsSocket(request: UndiciRequest, url: URL): boolean {
  const { method, upgrade, path, host, servername } = request;
  if (upgrade || method === 'CONNECT' || method === 'TRACE' || !path.startsWith('/')) return true;
  if (host !== null && host.toLowerCase() !== url.host) return true;
  if (servername && servername !== url.hostname) return true;
  return fieldsOf(request).some(([name]) => HOST_FIELDS.has(name.toLowerCase()));
}

async function sendOverSocket(
  request: UndiciRequest,
  view: ClientView,
  { openSocket }: BridgeSocket,
  ending: Ending,
): Promise<void> {
  const { host, hostname, protocol, port } = view.url;
  const opened = Promise.withResolvers<unknown>();
  const servername = request.servername ?? null;
  openSocket({ host, hostname: hostname.replace(/^\[|\]$/g, ''), protocol, port, servername }, (error, socket) => {
    if (error) opened.reject(error);
    else opened.resolve(socket);
  });
  ending.end = opened.reject;
  const transport = new SocketTransport((await opened.promise) as ClientSocket, view, () => undefined);
  try {
    await transport.send(request, ending);
  } finally {
    transport.release();
  }
}
