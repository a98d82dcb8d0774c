/** A tool that serves and asks over `node:http`; each function tells what happened, so that Node and the guest can be compared. */
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

type Options = http.RequestOptions & { body?: string | string[] };

/** Sends a request and reads the whole answer. */
function ask(options: Options): Promise<http.IncomingMessage & { body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      response.on('end', () => resolve(Object.assign(response, { body })));
      response.on('error', reject);
    });
    request.on('error', reject);
    for (const chunk of [options.body ?? []].flat()) request.write(chunk);
    request.end();
  });
}

/** Runs `use` with a server that is gone afterwards. */
async function withServer<T>(
  listener: http.RequestListener,
  use: (port: number, server: http.Server) => Promise<T>,
  options: http.ServerOptions = {},
): Promise<T> {
  const server = http.createServer(options, listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    return await use((server.address() as AddressInfo).port, server);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** What a raw client gets for `lines`, sent as they are. */
function raw(port: number, ...parts: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject).on('close', () => resolve(text.replace(/Date: .*\r\n/g, '')));
    for (const part of parts) socket.write(part);
  });
}

const echo: http.RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('x-method', request.method as string);
    response.setHeader('x-port', String(request.socket.remotePort));
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.end(`${request.url} ${Buffer.concat(chunks)} ${JSON.stringify(request.trailers)}`);
  });
};

/** Bodies of every kind, one connection for all. */
export const roundTrips = () =>
  withServer(echo, async (port) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const results = [];
    const ports = new Set<unknown>();
    for (const options of [
      { path: '/get' },
      { path: '/post', method: 'POST', body: 'text' },
      { path: '/chunks', method: 'PUT', body: ['a', 'bb', 'Grüße'] },
      { path: '/head', method: 'HEAD' },
    ] satisfies Options[]) {
      const response = await ask({ host: '127.0.0.1', port, agent, ...options });
      ports.add(response.headers['x-port']);
      const { 'set-cookie': cookies, 'x-method': method, connection } = response.headers;
      results.push([response.statusCode, response.statusMessage, method, cookies, connection, response.body]);
    }
    agent.destroy();
    return { results, connections: ports.size };
  });

/** Informational answers, trailers, and names as they were sent. */
export const details = () =>
  withServer(
    (request, response) => {
      request.resume().on('end', () => {
        response.writeEarlyHints({ link: '</a.css>; rel=preload' });
        response.writeHead(201, 'Made', { 'X-Case': 'Kept', Trailer: 'X-Sum' });
        response.write('a');
        response.addTrailers({ 'X-Sum': '1' });
        response.end('b');
      });
    },
    async (port) => {
      const events: unknown[] = [];
      await new Promise<void>((resolve, reject) => {
        const request = http.request({ port, host: '127.0.0.1', method: 'POST', headers: { Expect: '100-continue' } });
        request.on('continue', () => {
          events.push('continue');
          request.end('body');
        });
        request.on('information', ({ statusCode }) => events.push(statusCode));
        request.on('error', reject);
        request.on('response', (response) => {
          events.push([response.statusCode, response.statusMessage]);
          events.push(response.rawHeaders.filter((name) => name === 'X-Case' || name === 'Kept'));
          response.resume().on('end', () => {
            events.push(response.trailers);
            resolve();
          });
        });
      });
      return events;
    },
  );

/** The order of what a program is told. */
export const eventOrder = () =>
  withServer(
    (request, response) => {
      request.resume();
      response.end('ok');
    },
    async (port) => {
      const events: string[] = [];
      const request = http.request({ port, host: '127.0.0.1', method: 'POST', agent: false });
      for (const event of ['socket', 'finish', 'response', 'close', 'error']) {
        request.on(event, () => events.push(`request ${event}`));
      }
      request.on('response', (response) => {
        for (const event of ['data', 'end', 'close']) response.on(event, () => events.push(`response ${event}`));
      });
      request.end('x');
      await once(request, 'close');
      return events;
    },
  );

/** A raw upgrade: the socket is the program's on both sides. */
export const upgrade = () =>
  withServer(
    () => {},
    async (port, server) => {
      server.on('upgrade', (request, socket, head) => {
        socket.write('HTTP/1.1 101 Switching\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
        socket.write(`${request.headers.upgrade} ${head}`);
        socket.on('data', (chunk: Buffer) => socket.end(chunk));
      });
      const request = http.get({ port, host: '127.0.0.1', headers: { Connection: 'Upgrade', Upgrade: 'echo' } });
      const [response, socket] = (await once(request, 'upgrade')) as [http.IncomingMessage, net.Socket];
      socket.write('ping');
      let text = '';
      for await (const chunk of socket) text += chunk;
      return [response.statusCode, text];
    },
  );

/** Two requests at once on one connection: the answers come in their order. */
export const pipelining = () =>
  withServer(
    (request, response) => {
      setTimeout(() => response.end(request.url), request.url === '/slow' ? 30 : 0);
    },
    (port) =>
      raw(port, 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /fast HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
  );

const HEAD = 'POST / HTTP/1.1\r\nHost: x\r\n';
/** What could be understood in two ways, and what is too much. */
export const ATTACKS: readonly string[] = [
  `${HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n`,
  `${HEAD}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`,
  `${HEAD}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`,
  `${HEAD}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
  `${HEAD}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
  `${HEAD}X: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  `${HEAD}X: a\r\n Transfer-Encoding: chunked\r\n\r\n`,
  `${HEAD}X: ${'a'.repeat(20_000)}\r\n\r\n`,
  `${HEAD}Transfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(20_000)}\r\na\r\n0\r\n\r\n`,
  'GET / HTTP/1.1\r\n\r\n',
  'hello',
];
export const attacks = () =>
  withServer(
    (request, response) => {
      request.resume().on('end', () => response.end(`reached ${request.url}`));
      request.on('error', () => {});
    },
    async (port) => {
      const answers = [];
      for (const text of ATTACKS) answers.push(await raw(port, text));
      return answers;
    },
  );

/** Header injection by a program's own values. */
export function injections(): unknown[] {
  const tries: (() => unknown)[] = [
    () => http.request({ path: '/a b' }),
    () => http.request({ path: '/a\r\nX: y' }),
    () => http.request({ method: 'GET / HTTP/1.1\r\nX: y' }),
    () => http.request({ headers: { 'X\r\nY': 'z' } }),
    () => http.request({ headers: { X: 'y\r\nZ: a' } }),
    () => http.request({ headers: ['X', 'y\nZ: a'] }),
    () => http.validateHeaderName(''),
    () => http.validateHeaderValue('x', undefined as never),
  ];
  return tries.map((attempt) => {
    try {
      return attempt();
    } catch (error) {
      return [(error as NodeJS.ErrnoException).code, (error as Error).message];
    }
  });
}

/** Connections that are refused, cut, or too slow. */
export const failures = () =>
  withServer(
    (request, response) => {
      if (request.url === '/cut') request.socket.destroy();
      else if (request.url === '/half') {
        response.writeHead(200, { 'content-length': '10' });
        response.write('half', () => request.socket.destroy());
      }
    },
    async (port) => {
      const code = (options: Options): Promise<unknown> =>
        ask({ host: '127.0.0.1', port, agent: false, ...options }).then(
          ({ body }) => body,
          (error: NodeJS.ErrnoException) => [error.code, error.message],
        );
      const signal = AbortSignal.timeout(50);
      return [await code({ path: '/cut' }), await code({ path: '/half' }), await code({ path: '/never', signal })];
    },
  );

/** A slow client is told so. */
export const slowClient = () =>
  withServer(
    (_, response) => response.end(),
    (port) => raw(port, 'GET / HTTP/1.1\r\nX: '),
    { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 20 },
  );

/** Asks a server outside. */
export async function fetchFrom({ port, path }: { port: number; path: string }): Promise<unknown> {
  const response = await ask({ host: '127.0.0.1', port, path });
  return [response.statusCode, response.headers['x-from'], response.body.length];
}

/** Serves clients outside, until one asks for `/stop`. */
export async function serve(): Promise<number> {
  let served = 0;
  const server = http.createServer((request, response) => {
    served++;
    response.end(`hello ${request.url}`);
    if (request.url === '/stop') server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  console.log(JSON.stringify(server.address()));
  await once(server, 'close');
  return served;
}

/** Sends much, against the other's slowness. */
export const backpressure = () =>
  withServer(
    async (request, response) => {
      let size = 0;
      for await (const chunk of request) size += chunk.length;
      response.end(String(size));
    },
    async (port) => {
      const request = http.request({ host: '127.0.0.1', port, method: 'POST' });
      const chunk = Buffer.alloc(64 * 1024, 'a');
      let waits = 0;
      for (let n = 0; n < 64; n++) {
        if (!request.write(chunk)) {
          waits++;
          await once(request, 'drain');
        }
      }
      request.end();
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      let text = '';
      for await (const part of response) text += part;
      return { text, waited: waits > 0 };
    },
  );
