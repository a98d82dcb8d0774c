/** What a hostile guest tries with requests, and hostile servers with answers. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Lookup } from '../../../host-bridge/capability/network.ts';
import { callError, httpCaller, httpServer, rawServer } from './http-support.ts';
import { ready } from './support.ts';

/** A server that counts what reaches it. */
async function counting() {
  const urls: string[] = [];
  const server = await httpServer((request, response) => {
    urls.push(request.url ?? '');
    response.end('reached');
  });
  return { ...server, urls, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

describe('hosts in disguise', () => {
  const loopback = [
    ['decimal', '2130706433'],
    ['hexadecimal', '0x7f000001'],
    ['hexadecimal in parts', '0x7f.0.0.0x1'],
    ['octal', '0177.0.0.1'],
    ['octal as one number', '017700000001'],
    ['short', '127.1'],
    ['full-width digits', '１２７.０.０.１'],
    ['full-width dots', '127。0。0。1'],
    ['a final dot', '127.0.0.1.'],
    ['percent-encoded', '%31%32%37.0.0.1'],
    ['IPv4-mapped', '[::ffff:127.0.0.1]'],
    ['IPv4-mapped in hexadecimal', '[::ffff:7f00:1]'],
    ['IPv4-compatible', '[::127.0.0.1]'],
    ['NAT64', '[64:ff9b::7f00:1]'],
    ['6to4', '[2002:7f00:1::]'],
    ['IPv6 loopback', '[::1]'],
    ['unspecified', '0.0.0.0'],
    ['unspecified, short', '0'],
    ['unspecified IPv6', '[::]'],
    ['a name', 'localhost'],
  ] as const;

  test.each(loopback)('%s: %s is denied where only public hosts are granted', async (_, host) => {
    await using server = await counting();
    await using caller = httpCaller({ allow: ['*'] });
    expect(await callError(caller.ask(`http://${host}:${server.port}/`))).toMatchObject({ tag: 'denied' });
    expect(server.urls).toEqual([]);
  });

  test.each(loopback)('%s: %s is what it stands for where that is denied', async (_, host) => {
    await using server = await counting();
    await using caller = httpCaller({ allow: ['*', '127.0.0.0/8'], deny: ['127.0.0.1'] });
    expect(await callError(caller.ask(`http://${host}:${server.port}/`))).toMatchObject({ tag: 'denied' });
    expect(server.urls).toEqual([]);
  });

  test.each([
    ['metadata', '169.254.169.254'],
    ['metadata in decimal', '2852039166'],
    ['metadata, mapped', '[::ffff:169.254.169.254]'],
    ['metadata of IPv6', '[fd00:ec2::254]'],
    ['private', '10.0.0.1'],
    ['private in octal', '012.0.0.1'],
    ['private', '192.168.0.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['link-local IPv6', '[fe80::1]'],
    ['multicast', '224.0.0.1'],
  ])('%s: %s is denied', async (_, host) => {
    await using caller = httpCaller({ allow: ['*'] });
    expect(await callError(caller.ask(`http://${host}/latest/meta-data/`))).toMatchObject({ tag: 'denied' });
  });
});

describe('user information and separators', () => {
  test.each([
    (port: number) => `http://allowed.example@127.0.0.1:${port}/`,
    (port: number) => `http://allowed.example:80@127.0.0.1:${port}/`,
    (port: number) => `http://allowed.example%2f@127.0.0.1:${port}/`,
    (port: number) => `http://127.0.0.1:${port}#@allowed.example/`,
    (port: number) => `http://127.0.0.1:${port}?@allowed.example/`,
    (port: number) => `http://127.0.0.1:${port}\\@allowed.example/`,
    (port: number) => `http:\\\\127.0.0.1:${port}\\allowed.example`,
    (port: number) => `http:127.0.0.1:${port}//allowed.example/`,
    (port: number) => `ht\ntp://127.0.0.1:${port}/allowed.example`,
    (port: number) => `http://127.0.\t0.1:${port}/`,
    (port: number) => ` http://127.0.0.1:${port}/`,
    (port: number) => `//127.0.0.1:${port}/`,
    (port: number) => `file://127.0.0.1:${port}/etc/passwd`,
    (port: number) => `ws://127.0.0.1:${port}/`,
    (port: number) => `blob:http://127.0.0.1:${port}/x`,
  ])('%o leads nowhere', async (makeUrl) => {
    await using server = await counting();
    await using caller = httpCaller({ allow: ['allowed.example', 'http://allowed.example/'] });
    expect(await callError(caller.ask(makeUrl(server.port)))).toMatchObject({ tag: 'denied' });
    expect(server.urls).toEqual([]);
    expect(JSON.stringify(caller.events)).not.toContain('passwd?');
  });

  test.each([
    '/v1/../admin',
    '/v1/%2e%2e/admin',
    '/v1/..%2fadmin',
    '/v1/%252e%252e/admin',
    '/v1/..;/admin',
    '/v1\\..\\admin',
    '//v1/',
    '/V1/',
  ])('the path %s is not beneath /v1/', async (path) => {
    await using server = await counting();
    await using caller = httpCaller({ allow: [`${server.base}/v1/`] });
    expect(await callError(caller.ask(server.base + path))).toMatchObject({ tag: 'denied' });
    expect(server.urls).toEqual([]);
  });
});

describe('rebinding', () => {
  /** A resolver whose answers change from question to question. */
  const changing = (...answers: string[][]): Lookup & { asked: number } => {
    const lookup = async () => {
      const addresses = answers[Math.min(lookup.asked++, answers.length - 1)] ?? [];
      return addresses.map((address) => ({ address, family: address.includes(':') ? (6 as const) : (4 as const) }));
    };
    lookup.asked = 0;
    return lookup;
  };

  test.each([
    ['the loopback address', ['127.0.0.1']],
    ['a mapped one', ['::ffff:127.0.0.1']],
    ['metadata', ['169.254.169.254']],
    ['a private one', ['10.1.2.3']],
  ])('a name that leads to %s is denied', async (_, addresses) => {
    await using server = await counting();
    await using caller = httpCaller({ allow: ['rebind.example'], lookup: changing(addresses) });
    expect(await callError(caller.ask(`http://rebind.example:${server.port}/`))).toMatchObject({ tag: 'denied' });
    expect(server.urls).toEqual([]);
  });

  test('the address that was checked is the one that is connected to', async () => {
    await using server = await counting();
    // First an address that is granted (and where nobody listens on this port), then the loopback's own.
    const lookup = changing(['127.0.0.2'], ['127.0.0.1']);
    await using caller = httpCaller({ allow: ['rebind.example', '127.0.0.2'], lookup });
    const error = await callError(caller.ask(`http://rebind.example:${server.port}/`));
    expect(error).toMatchObject({ tag: 'system', val: { code: 'ECONNREFUSED', address: '127.0.0.2' } });
    expect(lookup.asked).toBe(1);
    expect(server.urls).toEqual([]);
  });

  test('a connection that one request opened is no way for another', async () => {
    await using server = await counting();
    const lookup = changing(['127.0.0.1']);
    const allow = [`http://rebind.example:${server.port}/open/`, '127.0.0.1', 'rebind.example'];
    await using caller = httpCaller({ allow, deny: [`GET http://127.0.0.1:${server.port}/closed/`], lookup });
    expect((await caller.ask(`http://rebind.example:${server.port}/open/`)).status).toBe(200);
    expect(await callError(caller.ask(`http://127.0.0.1:${server.port}/closed/`))).toMatchObject({ tag: 'denied' });
    expect(server.urls).toEqual(['/open/']);
  });
});

describe('what is injected into a request', () => {
  test.each([
    ['a value', { headers: [['x', 'a\r\nx-injected: 1']] }],
    ['a value with a line feed', { headers: [['x', 'a\nx-injected: 1']] }],
    ['a value with NUL', { headers: [['x', 'a\0b']] }],
    ['a value that is no byte', { headers: [['x', 'a\u010a']] }],
    ['a name', { headers: [['x\r\nx-injected', '1']] }],
    ['a name with a colon', { headers: [['x: a', '1']] }],
    ['a name with a space', { headers: [['content-length ', '0']] }],
    ['an empty name', { headers: [['', 'x']] }],
    ['a method', { method: 'GET / HTTP/1.1\r\nx-injected: 1\r\n\r\nGET' }],
    ['a method with a space', { method: 'GET /' }],
    ['an empty method', { method: '' }],
  ] as [string, { headers?: [string, string][]; method?: string }][])('%s is refused', async (_, parts) => {
    await using server = await counting();
    await using caller = httpCaller({ allow: ['127.0.0.1'] });
    expect(await callError(caller.ask(server.base, parts))).toMatchObject({ tag: 'invalid-argument' });
    expect(server.urls).toEqual([]);
  });

  test('line breaks in a URL are not sent', async () => {
    await using server = await counting();
    await using caller = httpCaller({ allow: ['127.0.0.1'] });
    await caller.ask(`${server.base}/a\r\nx-injected:1\r\n\r\nGET /b ü`);
    expect(server.urls).toEqual(['/ax-injected:1GET%20/b%20%C3%BC']);
  });
});

describe('a second request within a first', () => {
  const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';

  /** What reaches a server that reads bytes. */
  async function bytesOf(parts: Parameters<ReturnType<typeof httpCaller>['ask']>[1]): Promise<string> {
    let bytes = '';
    await using server = await rawServer((socket) => {
      socket.setEncoding('latin1').on('data', (text: string) => {
        bytes += text;
        // The end of a chunked body, of one with a length, or of none.
        if (/0\r\n\r\n$|smuggled[\s\S]*\r\n\r\n$/.test(bytes) || parts?.send === undefined) {
          socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        }
      });
    });
    await using caller = httpCaller({ allow: ['127.0.0.1'] });
    await caller.ask(server.base, parts);
    return bytes;
  }

  test('framing fields of the guest are the host’s to set', async () => {
    const bytes = await bytesOf({
      method: 'POST',
      send: SMUGGLED,
      headers: [
        ['Content-Length', '4'],
        ['Transfer-Encoding', 'identity'],
        ['transfer-encoding', 'xchunked'],
        ['Connection', 'upgrade'],
        ['Upgrade', 'h2c'],
        ['Host', 'other.example'],
        ['Expect', '100-continue'],
        ['TE', 'trailers'],
      ],
    });
    const [head = '', ...rest] = bytes.split('\r\n\r\n');
    expect(head.match(/transfer-encoding|content-length/gi)).toEqual(['transfer-encoding']);
    expect(head).not.toMatch(/other\.example|upgrade|expect|identity/i);
    expect(rest.join('\r\n\r\n')).toBe(`${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`);
  });

  test('a GET with a body says how long it is', async () => {
    const bytes = await bytesOf({ method: 'GET', send: SMUGGLED, contentLength: BigInt(SMUGGLED.length) });
    expect(bytes).toContain(`content-length: ${SMUGGLED.length}\r\n`);
  });

  test.each([
    ['less', 4n],
    ['more', 400n],
  ])('a body is never longer or shorter than it says (%s)', async (_, contentLength) => {
    const seen: string[] = [];
    await using server = await httpServer((request, response) => {
      request.on('error', () => {});
      seen.push(request.url ?? '');
      request.resume().on('end', () => response.end('done'));
    });
    await using caller = httpCaller({ allow: ['127.0.0.1'] });
    const asked = caller.ask(`${server.base}/first`, { method: 'POST', send: SMUGGLED, contentLength });
    expect(await callError(asked)).toMatchObject({ tag: expect.stringMatching(/system|failed|exceeded/) });
    await caller.ask(`${server.base}/second`);
    expect(seen.filter((url) => url === '/smuggled')).toEqual([]);
    expect(seen.at(-1)).toBe('/second');
  });

  test.each([
    ['two lengths', 'Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
    ['a length and chunks', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['chunks that are none', 'Transfer-Encoding: chunked\r\n\r\nxyz\r\n'],
    ['a negative length', 'Content-Length: -1\r\n\r\nabc'],
    ['a header without a colon', 'no colon\r\n\r\n'],
    ['a bare line feed', 'X: a\nY: b\r\n\r\n'],
    ['NUL', 'X: a\0b\r\n\r\n'],
  ])('an answer with %s is an error', async (_, rest) => {
    await using server = await rawServer((socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${rest}`));
    });
    await using caller = httpCaller({ allow: ['127.0.0.1'] });
    expect(await callError(caller.ask(server.base))).toMatchObject({ tag: expect.stringMatching(/system|failed/) });
  });

  test('a second answer belongs to nobody', async () => {
    await using server = await rawServer((socket) => {
      const answer = (text: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
      socket.on('data', () => socket.write(answer('first') + answer('poison')));
    });
    await using caller = httpCaller({ allow: ['127.0.0.1'] });
    expect((await caller.ask(`${server.base}/1`)).body).toBe('first');
    expect((await caller.ask(`${server.base}/2`)).body).toBe('first');
  });
});

describe('answers without an end', () => {
  const limits = { bodyBytes: 1024 * 1024 };

  test.each([1, 2, 3])('a gzip bomb of %d layers ends at bodyBytes', async (layers) => {
    let bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    for (let n = 1; n < layers; n++) bomb = gzipSync(bomb);
    await using server = await httpServer((_, response) => {
      response.setHeader('content-encoding', Array(layers).fill('gzip').join(', '));
      response.end(bomb);
    });
    await using caller = httpCaller({ allow: ['127.0.0.1'], limits });
    const before = process.memoryUsage().arrayBuffers;
    expect(await callError(caller.ask(server.base))).toEqual({ tag: 'exceeded', val: 'bodyBytes' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  test('more codings than a message has use for are an error', async () => {
    await using server = await httpServer((_, response) => {
      response.setHeader('content-encoding', Array(6).fill('gzip').join(','));
      response.end('x');
    });
    await using caller = httpCaller({ allow: ['127.0.0.1'] });
    expect(await callError(caller.ask(server.base))).toMatchObject({ tag: expect.stringMatching(/system|failed/) });
  });

  test('a body that never ends ends at bodyBytes', async () => {
    await using server = await httpServer((_, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const send = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', send);
      send();
    });
    await using caller = httpCaller({ allow: ['127.0.0.1'], limits });
    expect(await callError(caller.ask(server.base))).toEqual({ tag: 'exceeded', val: 'bodyBytes' });
  });

  test('a guest that does not read holds the server back', async () => {
    let sent = 0;
    await using server = await rawServer((socket: Socket) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const send = () => {
        while (socket.write(chunk)) sent += chunk.length;
      };
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.on('drain', send);
        send();
      });
    });
    await using caller = httpCaller({ allow: ['127.0.0.1'] });
    const exchange = await caller.client.imports.send({
      ...{ method: 'GET', url: server.base, headers: [], hasBody: false, contentLength: undefined, decompress: true },
      ...{ headersTimeoutMs: 0, bodyTimeoutMs: 0 },
    });
    while (exchange.response() === undefined) await ready(exchange.subscribe());
    let before = -1;
    for (; before !== sent; await new Promise((resolve) => setTimeout(resolve, 100))) before = sent;
    // What the kernel's buffers and ours take, and no more.
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  test.each([
    ['one field', (socket: Socket) => socket.write(`X: ${'a'.repeat(64 * 1024)}`)],
    ['many fields', (socket: Socket) => socket.write('X: a\r\n'.repeat(20_000))],
  ])('a header that never ends: %s', async (_, more) => {
    await using server = await rawServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const send = () => {
          while (!socket.destroyed && more(socket));
        };
        socket.on('drain', send);
        send();
      });
    });
    await using caller = httpCaller({ allow: ['127.0.0.1'] });
    const error = await callError(caller.ask(server.base));
    expect(error).toMatchObject({ tag: 'system', val: { code: 'UND_ERR_HEADERS_OVERFLOW' } });
  });
});

describe('servers that are slow on purpose', () => {
  /** Sends a byte of an answer every now and then. */
  const dripping = (text: string) =>
    rawServer((socket) => {
      let at = 0;
      const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 10);
      socket.on('close', () => clearInterval(timer));
    });

  test('a header byte by byte is given up in time', async () => {
    await using server = await dripping(
      'HTTP/1.1 200 OK\r\nX: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    );
    await using caller = httpCaller({ allow: ['127.0.0.1'] });
    const error = await callError(caller.ask(server.base, { headersTimeoutMs: 300 }));
    expect(error).toMatchObject({ tag: 'system', val: { code: 'UND_ERR_HEADERS_TIMEOUT' } });
  });

  test('a body that stops is given up in time', async () => {
    await using server = await httpServer((_, response) => {
      response.write('something');
    });
    await using caller = httpCaller({ allow: ['127.0.0.1'] });
    const error = await callError(caller.ask(server.base, { bodyTimeoutMs: 300 }));
    expect(error).toMatchObject({ tag: 'failed', val: { code: 'UND_ERR_BODY_TIMEOUT' } });
  });

  test('the end of the caller ends them', async () => {
    const closed = Promise.withResolvers<void>();
    await using server = await rawServer((socket) => socket.resume().on('close', () => closed.resolve()));
    const caller = httpCaller({ allow: ['127.0.0.1'] });
    const asked = callError(caller.ask(server.base));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await caller[Symbol.asyncDispose]();
    await closed.promise;
    expect(await asked).toMatchObject({ tag: 'system' });
  });

  test('a caller has only so many requests under way', async () => {
    await using server = await rawServer((socket) => void once(socket, 'data'));
    await using caller = httpCaller({ allow: ['127.0.0.1'], limits: { requests: 3 } });
    const waiting = [1, 2, 3].map((n) => callError(caller.ask(`${server.base}/${n}`)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await callError(caller.ask(server.base))).toMatchObject({ tag: 'exceeded', val: { name: 'requests' } });
    await caller[Symbol.asyncDispose]();
    await Promise.all(waiting);
  });
});
