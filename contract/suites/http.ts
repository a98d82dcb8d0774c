import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect } from 'vitest';
import type { Exchange, Request, Response } from '../../host-bridge/wit/zora-node-http.d.ts';
import {
  asGuest,
  drop,
  errorOf,
  type Instance,
  type OpenInstance,
  type Ready,
  type Rights,
  readAll,
  readBytes,
} from '../host.ts';
import type { Registrar } from '../registrar.ts';

const MiB = 1024 * 1024;

/** Encodings by name, and how a server makes them. */
const encodings = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
} as const;

/** The contract of `zora:node/http`. */
export function httpContract(open: OpenInstance, { afterAll, afterEach, beforeAll, describe, test }: Registrar): void {
  describe('zora:node/http', () => {
    let server: Server;
    let origin: string;
    let instance: Instance;
    let closed: string[] = [];

    beforeAll(async () => {
      server = createServer((request, response) => answer(request, response, closed));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => new Promise((resolve) => server.close(resolve)));
    afterEach(async () => {
      await instance.dispose();
      closed = [];
    });

    const start = async (rights: Rights = {}) => {
      instance = await open({ network: { allow: ['127.0.0.1', 'localhost'] }, ...rights });
      return instance.imports['zora:node/http'];
    };
    const get = (path: string, changes: Partial<Request> = {}): Request => ({
      method: 'GET',
      url: origin + path,
      headers: [],
      hasBody: false,
      decompress: false,
      headersTimeoutMs: 0,
      bodyTimeoutMs: 0,
      ...changes,
    });
    const head = async (ready: Ready, exchange: Exchange): Promise<Response> => {
      for (;;) {
        const response = exchange.response();
        if (response !== undefined) return response;
        await ready(exchange.subscribe());
      }
    };
    const fetch = async (request: Request, rights?: Rights) => {
      const { send } = await start(rights);
      return asGuest(instance, async (ready) => {
        const exchange = await send(request);
        const response = await head(ready, exchange);
        return { response, body: await readAll(ready, exchange.responseBody()), trailers: exchange.trailers() };
      });
    };
    const failure = async (request: Request, rights?: Rights) => {
      const { send } = await start(rights);
      return asGuest(instance, (ready) => errorOf(async () => head(ready, await send(request))));
    };

    test('gives status, reason, fields in their order, and the body', async () => {
      const { response, body } = await fetch(get('/fields'));
      expect(response.status).toBe(203);
      expect(response.statusText).toBe('As It Is');
      expect(response.headers.filter(([name]) => /^x-/i.test(name))).toEqual([
        ['X-One', '1'],
        ['x-two', 'é'],
        ['X-One', '3'],
      ]);
      expect(body).toBe('body');
    });

    test('sends method, path, query and fields as they are, but for those of the host', async () => {
      const headers: [string, string][] = [
        ['X-Mine', 'ü'],
        ['Host', 'evil.example'],
        ['Content-Length', '5'],
        ['Transfer-Encoding', 'chunked'],
        ['Connection', 'upgrade'],
        ['Upgrade', 'websocket'],
        ['Cookie', 'a=1'],
        ['Cookie', 'b=2'],
      ];
      const { body } = await fetch(get('/inspect?q=a%20b', { method: 'DELETE', headers }));
      const seen = JSON.parse(body) as { method: string; url: string; rawHeaders: string[] };
      expect(seen).toMatchObject({ method: 'DELETE', url: '/inspect?q=a%20b' });
      const names = seen.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
      expect(seen.rawHeaders).toContain('X-Mine');
      expect(names.filter((name) => name === 'cookie')).toHaveLength(2);
      expect(names).not.toContain('upgrade');
      expect(names).not.toContain('transfer-encoding');
      expect(seen.rawHeaders[names.indexOf('host') * 2 + 1]).toBe(origin.slice('http://'.length));
    });

    test.each([
      ['of a known length', 5n],
      ['in chunks', undefined],
    ])('sends a body %s', async (_, contentLength) => {
      const { send } = await start();
      await asGuest(instance, async (ready) => {
        const exchange = await send(get('/echo', { method: 'POST', hasBody: true, contentLength }));
        const body = exchange.body();
        expect(exchange.body()).toBeUndefined();
        body?.write(Buffer.from('he'));
        body?.write(Buffer.from('llo'));
        body?.end();
        const response = await head(ready, exchange);
        expect(response.headers.find(([name]) => name === 'x-length')?.[1]).toBe(contentLength ? '5' : 'none');
        expect(await readAll(ready, exchange.responseBody())).toBe('hello');
      });
    });

    test('moves a large body both ways at once, with back-pressure', async () => {
      const { send } = await start();
      const size = 16 * MiB;
      await asGuest(instance, async (ready) => {
        const exchange = await send(get('/echo', { method: 'POST', hasBody: true }));
        const body = exchange.body()!;
        let sent = 0;
        let received = 0;
        const pump = () => {
          while (sent < size && body.checkWrite() > 0) {
            body.write(new Uint8Array(64 * 1024));
            sent += 64 * 1024;
            if (sent === size) body.end();
          }
        };
        pump();
        await head(ready, exchange);
        const stream = exchange.responseBody()!;
        while (received < size) {
          if (sent < size) pump();
          const chunk = stream.read(MiB);
          received += chunk.length;
          if (chunk.length === 0) await ready(stream.subscribe());
        }
        expect(await readAll(ready, stream)).toBe('');
      });
    });

    test('gives trailers after the body', async () => {
      expect(await fetch(get('/trailers'))).toMatchObject({ body: 'body', trailers: [['x-sum', '7']] });
    });

    test.each(Object.keys(encodings))('decodes %s where it is asked to', async (name) => {
      const { response, body } = await fetch(get(`/encoded/${name}`, { decompress: true }));
      expect(response.headers).toContainEqual(['content-encoding', name]);
      expect(body).toBe('text '.repeat(50_000));
    });

    test('decodes bare deflate, and one coding inside of another', async () => {
      const request = get('/encoded/bare', { decompress: true });
      expect((await fetch(request)).body).toBe('text '.repeat(50_000));
      await instance.dispose();
      expect((await fetch(get('/encoded/twice', { decompress: true }))).body).toBe('text '.repeat(50_000));
    });

    test('leaves encoded bytes as they are where it is not asked to', async () => {
      const { send } = await start();
      await asGuest(instance, async (ready) => {
        const exchange = await send(get('/encoded/gzip'));
        await head(ready, exchange);
        const body = await readBytes(ready, exchange.responseBody());
        expect([...body.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
      });
    });

    test('fails the stream on what cannot be decoded', async () => {
      const { send } = await start();
      await asGuest(instance, async (ready) => {
        const exchange = await send(get('/encoded/broken', { decompress: true }));
        await head(ready, exchange);
        expect(await errorOf(() => readAll(ready, exchange.responseBody()))).toMatchObject({
          tag: 'failed',
          val: { code: 'Z_DATA_ERROR' },
        });
      });
    });

    test('stops a body that unfolds beyond the limit of the grant', async () => {
      const { send } = await start({ limits: { bodyBytes: MiB } });
      await asGuest(instance, async (ready) => {
        const exchange = await send(get('/bomb', { decompress: true }));
        await head(ready, exchange);
        expect(await errorOf(() => readAll(ready, exchange.responseBody()))).toEqual({
          tag: 'exceeded',
          val: 'bodyBytes',
        });
      });
    });

    test('does not follow a redirect', async () => {
      const { response } = await fetch(get('/redirect'));
      expect(response.status).toBe(302);
      expect(response.headers).toContainEqual(['Location', 'http://169.254.169.254/']);
    });

    test('denies a host that is not listed, a special address that is not named, and user information', async () => {
      for (const url of [
        'http://example.com/',
        'http://10.0.0.1/',
        'file:///etc/passwd',
        origin.replace('//', '//u:p@'),
        'nonsense',
      ]) {
        const { send } = await start();
        expect(await errorOf(() => send(get('', { url })))).toEqual({
          tag: 'denied',
          val: { permission: 'net', resource: url },
        });
        await instance.dispose();
      }
    });

    test('denies a name that leads to a loopback address unless that is named', async () => {
      const url = origin.replace('127.0.0.1', 'localhost');
      expect(await failure(get('', { url }), { network: { allow: ['*'] } })).toMatchObject({ tag: 'denied' });
      await instance.dispose();
      expect((await fetch(get('', { url: `${url}/plain` }))).body).toBe('plain');
    });

    test('holds every request on a kept connection against the rules', async () => {
      const { send } = await start({ network: { allow: [`GET ${origin}/plain`] } });
      await asGuest(instance, async (ready) => {
        const exchange = await send(get('/plain'));
        await head(ready, exchange);
        await readAll(ready, exchange.responseBody());
        expect(await errorOf(() => send(get('/fields')))).toMatchObject({ tag: 'denied' });
        expect(await errorOf(() => send(get('/plain', { method: 'POST' })))).toMatchObject({ tag: 'denied' });
      });
    });

    test('gives Node’s error when nobody listens', async () => {
      const probe = createTcpServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => probe.once('listening', resolve));
      const { port } = probe.address() as AddressInfo;
      await new Promise((resolve) => probe.close(resolve));
      expect(await failure(get('', { url: `http://127.0.0.1:${port}/` }))).toMatchObject({
        tag: 'system',
        val: { code: 'ECONNREFUSED', syscall: 'connect', address: '127.0.0.1', port },
      });
    });

    test('gives Node’s error when a name is not known', async () => {
      const error = await failure(get('', { url: 'http://no-such-host.invalid/' }), { network: { allow: ['*'] } });
      expect(error).toMatchObject({ tag: 'system', val: { syscall: 'getaddrinfo', address: 'no-such-host.invalid' } });
    });

    test('gives up on a server that does not answer in time', async () => {
      expect(await failure(get('/silent', { headersTimeoutMs: 100 }))).toMatchObject({
        tag: 'system',
        val: { code: 'UND_ERR_HEADERS_TIMEOUT' },
      });
    });

    test('fails the stream when the connection breaks', async () => {
      const { send } = await start();
      await asGuest(instance, async (ready) => {
        const exchange = await send(get('/cut'));
        await head(ready, exchange);
        expect(await errorOf(() => readAll(ready, exchange.responseBody()))).toMatchObject({ tag: 'failed' });
      });
    });

    test.each<[string, Partial<Request>]>([
      ['a method with a space', { method: 'GET /x HTTP/1.1\r\nHost: x\r\n\r\nGET' }],
      ['CONNECT', { method: 'CONNECT' }],
      ['a field name with a colon', { headers: [['a:b', 'c']] }],
      ['a value with a line break', { headers: [['a', 'b\r\nc: d']] }],
      ['a value with NUL', { headers: [['a', 'b\0']] }],
      ['a value that is not ISO 8859-1', { headers: [['a', '€']] }],
      ['too many fields', { headers: Array<[string, string]>(5000).fill(['a', 'b']) }],
    ])('refuses %s', async (_, changes) => {
      const { send } = await start();
      expect(await errorOf(() => send(get('/plain', changes)))).toMatchObject({ tag: 'invalid-argument' });
    });

    test('has no more requests under way than the grant allows', async () => {
      const { send } = await start({ limits: { requests: 1 } });
      const first = await send(get('/silent'));
      expect(await errorOf(() => send(get('/plain')))).toEqual({
        tag: 'exceeded',
        val: { name: 'requests', maximum: 1 },
      });
      drop(first);
      await asGuest(instance, async (ready) => head(ready, await send(get('/plain'))));
    });

    test('has several requests under way at once, each with its own answer', async () => {
      const { send } = await start();
      const paths = Array.from({ length: 8 }, (_, index) => `/number-${index}`);
      const bodies = await asGuest(instance, (ready) =>
        Promise.all(
          paths.map(async (path) => {
            const exchange = await send(get(path));
            await head(ready, exchange);
            return readAll(ready, exchange.responseBody());
          }),
        ),
      );
      expect(bodies).toEqual(paths.map((path) => path.slice(1)));
    });

    test('closes the connection of a dropped exchange', async () => {
      const { send } = await start();
      await asGuest(instance, async (ready) => {
        const exchange = await send(get('/endless'));
        await head(ready, exchange);
        drop(exchange);
        drop(exchange);
      });
      await expect.poll(() => closed, { timeout: 5000 }).toContain('/endless');
    });

    test('ends what is under way when the instance goes', async () => {
      const { send } = await start();
      const exchange = await send(get('/endless'));
      const other = await send(get('/silent'));
      await asGuest(instance, async (ready) => head(ready, exchange));
      await instance.dispose();
      await expect.poll(() => closed.toSorted(), { timeout: 5000 }).toEqual(['/endless', '/silent']);
      expect(await errorOf(() => other.response())).toMatchObject({ tag: 'system' });
    });
  });
}

function answer(request: IncomingMessage, response: ServerResponse, closed: string[]): void {
  const path = request.url ?? '';
  response.once('close', () => {
    if (!response.writableEnded) closed.push(path);
  });
  const [, first, second] = path.split('/');
  switch (first?.split('?')[0]) {
    case 'fields':
      response.writeHead(203, 'As It Is', ['X-One', '1', 'x-two', 'é', 'X-One', '3']).end('body');
      break;
    case 'inspect':
      response.end(JSON.stringify({ method: request.method, url: request.url, rawHeaders: request.rawHeaders }));
      break;
    case 'echo':
      response.setHeader('x-length', request.headers['content-length'] ?? 'none');
      request.pipe(response);
      break;
    case 'trailers':
      response.writeHead(200, { Trailer: 'x-sum' });
      response.write('body');
      response.addTrailers({ 'x-sum': '7' });
      response.end();
      break;
    case 'encoded':
      answerEncoded(second ?? '', response);
      break;
    case 'bomb':
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(new Uint8Array(64 * MiB)));
      break;
    case 'redirect':
      response.writeHead(302, { Location: 'http://169.254.169.254/' }).end();
      break;
    case 'silent':
      break;
    case 'endless':
      response.write('x');
      break;
    case 'cut':
      response.writeHead(200, { 'content-length': '100' });
      response.write('part', () => request.socket.destroy());
      break;
    default:
      response.end(first);
  }
}

function answerEncoded(name: string, response: ServerResponse): void {
  const text = Buffer.from('text '.repeat(50_000));
  if (name === 'bare') response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateRawSync(text));
  else if (name === 'broken') response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is not gzip');
  else if (name === 'twice')
    response.writeHead(200, { 'content-encoding': 'gzip, br' }).end(brotliCompressSync(gzipSync(text)));
  else response.writeHead(200, { 'content-encoding': name }).end(encodings[name as keyof typeof encodings](text));
}
