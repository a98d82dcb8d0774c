/** A server on the loopback address for the tests of HTTP clients: it tells what it got, and does what a path asks for. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** A running server. */
export interface LoopbackServer extends AsyncDisposable {
  /** `http://127.0.0.1:…`, without a slash at the end. */
  readonly base: string;
  readonly port: number;
  /** The requests that came, with their headers. */
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers'] }[];
}

/** Starts one; it ends with the scope. */
export async function loopbackServer(): Promise<LoopbackServer> {
  const requests: LoopbackServer['requests'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    answer(request, response).catch(() => request.socket.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${request.headers.upgrade}\r\n\r\n`,
    );
    socket.write(`hello ${head}`);
    socket.pipe(socket);
    socket.on('error', () => socket.destroy());
  });
  server.on('connect', (request, socket) => {
    requests.push({ method: 'CONNECT', url: request.url ?? '', headers: request.headers });
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(request.url ?? '') ?? [];
    const through = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    sockets.add(through);
    for (const end of [through, socket]) end.on('error', () => [through, socket].map((other) => other.destroy()));
  });
  const port = await listen(server);
  return {
    base: `http://127.0.0.1:${port}`,
    port,
    requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

let failures = 0;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://loopback');
  const { searchParams } = url;
  switch (url.pathname) {
    case '/redirect':
      request.resume();
      response
        .writeHead(Number(searchParams.get('status') ?? 302), { location: searchParams.get('to') ?? '/echo' })
        .end();
      return;
    case '/status':
      request.resume();
      response.writeHead(Number(searchParams.get('code'))).end('the body of an error');
      return;
    case '/flaky':
      // Every other request is refused for the time being.
      response.writeHead(failures++ % 2 === 0 ? 503 : 200).end('at last');
      return;
    case '/gzip':
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('unpacked '.repeat(1000)));
      return;
    case '/trailers':
      response.writeHead(200, { trailer: 'x-sum' });
      response.write('a');
      response.addTrailers({ 'x-sum': '1' });
      response.end('b');
      return;
    case '/never':
      return;
    case '/half':
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => request.socket.destroy());
      return;
    case '/stall':
      response.writeHead(200).write('first');
      return;
    case '/events':
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(
        `retry: 20\nid: ${request.headers['last-event-id'] ?? 'none'}+\ndata: one\ndata: two\n\nevent: other\ndata\n\n: nothing\n\n`,
      );
      return;
    case '/cookies':
      response.writeHead(200, { 'set-cookie': ['a=1; Path=/; HttpOnly', 'b=2'] }).end();
      return;
    default:
      await echo(request, response);
  }
}

async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { host, connection, ...headers } = request.headers;
  response.writeHead(200, { 'content-type': 'application/json', 'x-header': 'yes' });
  const type = headers['content-type'];
  if (type !== undefined) headers['content-type'] = type.replace(/boundary=.*/, 'boundary=…');
  const text = type?.startsWith('multipart/')
    ? body.toString('latin1').replaceAll(/boundary=(.*)/.exec(type)?.[1] ?? '\n', '…')
    : body.toString('latin1');
  response.end(JSON.stringify({ method: request.method, url: request.url, headers, body: text }));
}
