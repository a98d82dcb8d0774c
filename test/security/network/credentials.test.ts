/** Credentials that the host adds: for their origin alone, and never seen by the guest. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { callError, httpCaller, httpServer, rawServer } from './http-support.ts';

const SECRET = 'token-of-the-host-4711';
const PASSWORD = Buffer.from(`user:${SECRET}`).toString('base64');

/** Everything that a caller was told. */
const all = (value: unknown) => JSON.stringify(value);

/** A server that repeats its requests' headers wherever it can. */
const repeating = () =>
  httpServer((request, response) => {
    const { authorization = '', 'x-key': key = '' } = request.headers;
    response.statusMessage = `hello ${authorization}`;
    response.writeHead(302, {
      location: `http://127.0.0.1:1/?${authorization}`,
      'set-cookie': [`a=${authorization}`, `b=${key}`],
      trailer: 'x-repeated',
    });
    response.addTrailers({ 'x-repeated': authorization });
    response.end(all(request.rawHeaders));
  });

describe('who gets them', () => {
  test('their origin, in the place of what the guest sends', async () => {
    const seen: string[][] = [];
    await using server = await httpServer((request, response) => {
      seen.push(request.rawHeaders);
      response.end();
    });
    await using caller = httpCaller({
      allow: ['127.0.0.1'],
      credentials: { [server.base]: { Authorization: `Bearer ${SECRET}`, 'X-Key': 'key-of-the-host' } },
    });
    const headers: [string, string][] = [
      ['AUTHORIZATION', 'Bearer mine'],
      ['x-KEY', 'mine'],
      ['accept', '*/*'],
      ['Authorization', 'Bearer another'],
    ];
    await caller.ask(`${server.base}/a`, { headers });
    const [fields = []] = seen;
    expect(fields.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase())).toEqual(
      expect.arrayContaining(['accept', 'authorization', 'x-key']),
    );
    expect(fields.filter((text) => text.includes(SECRET))).toEqual([`Bearer ${SECRET}`]);
    expect(fields.join()).not.toContain('mine');
    expect(fields.join()).not.toContain('another');
  });

  test.each([
    ['another port', (base: string) => base.replace(/\d+$/, '1')],
    ['another scheme', (base: string) => base.replace('http:', 'https:')],
    ['another name of the host', (base: string) => base.replace('127.0.0.1', 'localhost')],
    ['a name that begins like it', (base: string) => base.replace('127.0.0.1', '127.0.0.1.example.com')],
  ])('not %s', async (_, other) => {
    const seen: string[] = [];
    await using server = await httpServer((request, response) => {
      seen.push(all(request.rawHeaders));
      response.end();
    });
    await using caller = httpCaller({
      allow: ['127.0.0.1'],
      credentials: { [other(server.base)]: { authorization: `Bearer ${SECRET}` } },
    });
    await caller.ask(server.base);
    expect(seen.join()).not.toContain(SECRET);
    expect(seen.length).toBe(1);
  });

  test('nobody whom the grant does not allow', async () => {
    let requests = 0;
    await using server = await httpServer((_, response) => {
      requests++;
      response.end();
    });
    const credentials = { [server.base]: { authorization: `Bearer ${SECRET}` } };
    await using caller = httpCaller({ allow: [`GET ${server.base}/v1/`], credentials });
    expect(await callError(caller.ask(`${server.base}/admin`))).toMatchObject({ tag: 'denied' });
    expect(await callError(caller.ask(`${server.base}/v1/a`, { method: 'POST' }))).toMatchObject({ tag: 'denied' });
    expect(requests).toBe(0);
  });

  test('another caller has none of it', async () => {
    const seen: string[] = [];
    await using server = await httpServer((request, response) => {
      seen.push(all(request.rawHeaders));
      response.end();
    });
    const credentials = { [server.base]: { authorization: `Bearer ${SECRET}` } };
    await using first = httpCaller({ allow: ['127.0.0.1'], credentials });
    await using second = httpCaller({ allow: ['127.0.0.1'] });
    await first.ask(server.base);
    await second.ask(server.base);
    expect(seen.map((text) => text.includes(SECRET))).toEqual([true, false]);
  });
});

describe('what the guest sees', () => {
  test.each([
    ['a token', `Bearer ${SECRET}`, true],
    ['a password', `Basic ${PASSWORD}`, true],
    ['the content as it came', `Bearer ${SECRET}`, false],
  ])('%s that the server repeats is masked', async (_, authorization, decompress) => {
    await using server = await repeating();
    const credentials = { [server.base]: { authorization, 'x-key': 'another-secret-of-the-host' } };
    await using caller = httpCaller({ allow: ['127.0.0.1'], credentials });
    const answer = await caller.ask(server.base, { decompress });
    expect(answer.status).toBe(302);
    expect(answer.trailers.length).toBe(1);
    expect(answer.body).toContain('authorization');
    for (const secret of [SECRET, PASSWORD, 'another-secret-of-the-host']) expect(all(answer)).not.toContain(secret);
  });

  test('nor does it in a body that comes in pieces', async () => {
    const text = `before ${SECRET}${SECRET} ${SECRET.slice(0, -1)} after ${SECRET.slice(0, 5)}`;
    await using server = await httpServer((_, response) => {
      const send = (at: number) => {
        if (at >= text.length) response.end();
        else response.write(text.slice(at, at + 5), () => setImmediate(send, at + 5));
      };
      send(0);
    });
    const credentials = { [server.base]: { authorization: `Bearer ${SECRET}` } };
    await using caller = httpCaller({ allow: ['127.0.0.1'], credentials });
    const { body } = await caller.ask(server.base);
    expect(body).toBe(text.replaceAll(SECRET, '*'.repeat(SECRET.length)));
  });

  test.each([true, false])('nor in one that is compressed (decoded for the guest: %s)', async (decompress) => {
    await using server = await httpServer((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(`hello ${request.headers.authorization}`));
    });
    const credentials = { [server.base]: { authorization: `Bearer ${SECRET}` } };
    await using caller = httpCaller({ allow: ['127.0.0.1'], credentials });
    const answer = await caller.ask(server.base, { decompress });
    expect(answer.body).toBe(`hello ${'*'.repeat(SECRET.length + 'Bearer '.length)}`);
    const codings = answer.headers.filter(([name]) => name.toLowerCase() === 'content-encoding');
    // What is decoded although the guest did not ask for it no longer says that it is coded.
    expect(codings.length).toBe(decompress ? 1 : 0);
  });

  test('nor does it learn them from what arrives while it waits', async () => {
    await using server = await httpServer((_, response) => {
      response.write('data: one\n\n');
    });
    const credentials = { [server.base]: { authorization: `Bearer ${SECRET}` } };
    await using caller = httpCaller({ allow: ['127.0.0.1'], credentials });
    const { client } = caller;
    const exchange = await client.imports.send({
      ...{ method: 'GET', url: server.base, headers: [], hasBody: false, contentLength: undefined, decompress: true },
      ...{ headersTimeoutMs: 0, bodyTimeoutMs: 0 },
    });
    while (exchange.response() === undefined) await new Promise((resolve) => setTimeout(resolve, 2));
    const input = exchange.responseBody();
    let text = '';
    while (!text.endsWith('\n\n')) {
      text += Buffer.from(input?.read(100) ?? []).toString();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(text).toBe('data: one\n\n');
  });

  test.each(['TRACE', 'TRACK', 'trace', 'CONNECT'])('nor by %s, which repeats requests', async (method) => {
    await using server = await repeating();
    const credentials = { [server.base]: { authorization: `Bearer ${SECRET}` } };
    await using caller = httpCaller({ allow: ['127.0.0.1'], credentials });
    expect(await callError(caller.ask(server.base, { method }))).toMatchObject({ tag: 'invalid-argument' });
  });

  test('errors and audit events hold none', async () => {
    await using broken = await rawServer((socket) => {
      socket.once('data', (data) => socket.end(`HTTP/1.1 ${data}\r\n\r\n`));
    });
    const credentials = {
      [broken.base]: { authorization: `Bearer ${SECRET}` },
      'http://127.0.0.1:1': { authorization: `Bearer ${SECRET}` },
    };
    await using caller = httpCaller({ allow: ['127.0.0.1'], credentials });
    for (const url of [broken.base, 'http://127.0.0.1:1/', `${broken.base}/?q=1`]) {
      expect(all(await callError(caller.ask(url)))).not.toContain(SECRET);
    }
    expect(all(caller.events)).not.toContain(SECRET);
    expect(caller.events.map(({ credentials: origin }) => origin)).toEqual([
      broken.base,
      'http://127.0.0.1:1',
      broken.base,
    ]);
  });
});
