import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The package itself, over node:net: its parser, pipelining, a pool, bodies both ways, an upgrade, and what fails. `undici` is its main file. */
export async function job({ undici }) {
  const { Agent, Client, Pool, request } = createRequire(import.meta.url)(undici);
  const server = createServer(answer);
  server.on('upgrade', (_, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;

  const client = new Client(origin, { pipelining: 4 });
  const piped = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const { statusCode, headers, body } = await client.request({ path: `/n/${i}`, method: 'GET' });
      return [statusCode, headers['x-number'], await body.text()];
    }),
  );
  const upgraded = await client.upgrade({ path: '/', protocol: 'echo' });
  upgraded.socket.write('there and back');
  const [echo] = await once(upgraded.socket, 'data');
  upgraded.socket.destroy();
  await client.destroy();

  const pool = new Pool(origin, { connections: 3, bodyTimeout: 300, headersTimeout: 300 });
  const data = Buffer.alloc(400_000, 'upload ');
  const uploaded = await pool.request({ path: '/digest', method: 'POST', body: data });
  const digest = await uploaded.body.json();
  const chunked = await (await pool.request({ path: '/chunked', method: 'GET' })).body.arrayBuffer();
  const failed = [];
  for (const path of ['/silent', '/nonsense', '/cut']) {
    const error = await pool
      .request({ path, method: 'GET' })
      .then(({ body }) => body.text())
      .catch((thrown) => thrown);
    failed.push([path, error.name, error.code]);
  }
  await pool.destroy();
  const dispatcher = new Agent({ keepAliveTimeout: 10 });
  const { statusCode, body } = await request(`${origin}/n/99`, { dispatcher });
  const last = [statusCode, await body.text()];
  await dispatcher.close();
  server.closeAllConnections();
  server.close();
  return {
    piped,
    overNet: upgraded.socket instanceof Socket,
    echo: String(echo),
    digest: [digest.length, digest.sha256 === createHash('sha256').update(data).digest('hex')],
    chunked: chunked.byteLength,
    failed,
    last,
  };
}

async function answer(request, response) {
  const { url, socket } = request;
  if (url.startsWith('/n/')) {
    response.setHeader('x-number', url.slice(3));
    response.end(`number ${url.slice(3)}`);
  } else if (url === '/digest') {
    const hash = createHash('sha256');
    let length = 0;
    for await (const chunk of request) {
      hash.update(chunk);
      length += chunk.length;
    }
    response.end(JSON.stringify({ length, sha256: hash.digest('hex') }));
  } else if (url === '/chunked') {
    for (let i = 0; i < 10; i++) {
      response.write(Buffer.alloc(20_000, 'x'));
      await sleep(1);
    }
    response.end();
  } else if (url === '/nonsense') socket.end('HTTP/1.1 abc what\r\n\r\n');
  else if (url === '/cut') socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this');
}
