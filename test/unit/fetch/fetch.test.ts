/** fetch, over a server on the loopback. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', () => import('../encoding/host.ts'));
vi.mock(
  'zora:node/reactor-host@0.1.0',
  async () => (await import('../child_process/fake-host/reactor.ts')).reactorHost,
);
vi.mock('zora:node/stdio@0.1.0', () => ({}));
vi.mock('zora:node/http@0.1.0', () => import('./host.ts'));
const { open, sent } = await import('./host.ts');
const { runGuest } = await import('../child_process/fake-host/guest.ts');
const { fetch, Request } = await import('../../../shims/globals/fetch.ts');
const { AbortController, AbortSignal } = await import('../../../shims/globals/abort.ts');
const { ReadableStream } = await import('../../../shims/globals/web-streams.ts');
const { URL } = await import('../../../shims/globals/url.ts');
const { Blob } = await import('../../../shims/globals/blob.ts');

const pages: Record<string, http.RequestListener> = {
  '/echo': async (request, response) => {
    const body = (await request.toArray()).join('');
    response.end(JSON.stringify({ method: request.method, headers: request.headers, body }));
  },
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('part', () => setTimeout(() => response.destroy(), 20));
  },
  '/never': () => undefined,
  '/drip': (_, response) => {
    response.write('a');
    setTimeout(() => response.end('b'), 20);
  },
  '/early': (_, response) => void response.writeHead(413).end('too much'),
  '/endless': (_, response) => void response.write('x'),
  '/cookies': (_, response) => response.writeHead(200, { 'Set-Cookie': ['a=1', 'b=2'], 'X-Y': 'z' }).end(),
  '/empty': (_, response) => response.writeHead(204).end(),
};

const server = http.createServer((request, response) => {
  const [, status, target] = /^\/to\/(\d+)\?(.*)$/.exec(request.url ?? '') ?? [];
  if (status) response.writeHead(Number(status), { location: decodeURIComponent(target ?? '') }).end('moved');
  else pages[request.url ?? '']?.(request, response);
});
let base: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  sent.length = 0;
  for (const exchange of open) exchange[Symbol.dispose]();
});

/** Runs guest code to its end, and gives what it resolved or rejected with. */
async function guest<Result>(program: () => Promise<Result>): Promise<Result> {
  let result: Promise<Result> | undefined;
  await runGuest(() => {
    result = program();
    result.catch(() => undefined);
  });
  return result as Promise<Result>;
}

interface Echo {
  method: string;
  headers: Record<string, string>;
  body: string;
}
const echo = (input: string, init?: Parameters<typeof fetch>[1]) =>
  guest(async () => (await (await fetch(input, init)).json()) as Echo);
const fieldNames = () => sent.at(-1)?.headers.map(([name]) => name);

describe('a request', () => {
  test('has undici’s header', async () => {
    const { headers } = await echo(`${base}/echo`, { headers: { 'X-Mine': '1', Accept: 'text/plain' } });
    expect(headers).toMatchObject({
      'x-mine': '1',
      accept: 'text/plain',
      'user-agent': 'node',
      'sec-fetch-mode': 'cors',
    });
    expect(fieldNames()).toEqual([
      'X-Mine',
      'Accept',
      'accept-language',
      'sec-fetch-mode',
      'user-agent',
      'accept-encoding',
    ]);
  });

  test.each([
    ['text', () => 'hé', 'text/plain;charset=UTF-8', 'hé', '3'],
    ['parameters', () => new globalThis.URLSearchParams('a=b c'), 'text/plain;charset=UTF-8', 'a=b+c', '5'],
    ['bytes', () => Uint8Array.of(104, 105), undefined, 'hi', '2'],
    ['a blob', () => new Blob(['blob'], { type: 'x/y' }), 'x/y', 'blob', '4'],
    ['a stream', () => ReadableStream.from([Buffer.from('st'), 'ream']), undefined, 'stream', undefined],
  ])('sends %s', async (_, body, type, text, length) => {
    const init = { method: 'POST', body: body() as never, duplex: 'half' as const };
    const { headers, body: received } = await echo(`${base}/echo`, init);
    expect([headers['content-type'], received, headers['content-length']]).toEqual([type, text, length]);
  });

  test('sends no more than the server takes', async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull: (controller: { enqueue(chunk: unknown): void; close(): void }) => {
        controller.enqueue(new Uint8Array(65536));
        if (++pulled === 1000) controller.close();
      },
    });
    const program = () =>
      fetch(`${base}/never`, { method: 'POST', body: body as never, duplex: 'half', signal: AbortSignal.timeout(300) });
    await expect(guest(program)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(pulled).toBeLessThan(500);
  });

  test('gives up its body once the answer is complete', async () => {
    const cancel = vi.fn();
    const pull = async (controller: { enqueue(chunk: unknown): void }) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      controller.enqueue(new Uint8Array(65536));
    };
    const body = new ReadableStream({ pull, cancel });
    const text = await guest(async () => {
      const response = await fetch(`${base}/early`, { method: 'POST', body: body as never, duplex: 'half' });
      return response.text();
    });
    expect(text).toBe('too much');
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
  });

  test('an error of its body is the cause', async () => {
    const reason = new Error('source');
    const body = new ReadableStream({ pull: () => Promise.reject(reason) });
    const program = () => fetch(`${base}/echo`, { method: 'POST', body: body as never, duplex: 'half' });
    await expect(guest(program)).rejects.toMatchObject({ message: 'fetch failed', cause: reason });
  });

  test('refuses user information, relative URLs and bodies of GET', async () => {
    await expect(guest(() => fetch('http://u:p@h/'))).rejects.toThrow('includes credentials');
    await expect(guest(() => fetch('/x'))).rejects.toMatchObject({ cause: { code: 'ERR_INVALID_URL' } });
    expect(() => new Request(base, { body: 'x' })).toThrow('GET/HEAD method cannot have body');
    expect(() => new Request(base, { dispatcher: {} })).toThrow(
      expect.objectContaining({ code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' }),
    );
  });
});

describe('redirects', () => {
  const to = (status: number, target: string) => `${base}/to/${status}?${encodeURIComponent(target)}`;

  test.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [307, 'POST', 'POST'],
    [308, 'PUT', 'PUT'],
    [302, 'PUT', 'PUT'],
  ])('%i of a %s asks with %s', async (status, method, next) => {
    const { method: seen, body, headers } = await echo(to(status, '/echo'), { method, body: 'x' });
    expect([seen, body, headers['content-type']]).toEqual([
      next,
      next === 'GET' ? '' : 'x',
      next === 'GET' ? undefined : 'text/plain;charset=UTF-8',
    ]);
  });

  test('another origin gets no credentials', async () => {
    const secret = { authorization: 'a', cookie: 'b', 'proxy-authorization': 'c', 'x-kept': 'd' };
    const elsewhere = `${base.replace('127.0.0.1', 'localhost')}/echo`;
    await guest(() => fetch(to(302, elsewhere), { headers: secret }).catch(() => undefined));
    expect(fieldNames()).toEqual(expect.arrayContaining(['x-kept']));
    expect(fieldNames()).not.toEqual(expect.arrayContaining(['authorization', 'cookie', 'proxy-authorization']));
    expect((await echo(to(302, '/echo'), { headers: secret })).headers).toMatchObject({
      authorization: 'a',
      cookie: 'b',
    });
  });

  test('end after twenty, at other schemes, and at what the host denies', async () => {
    const cause = (program: () => Promise<unknown>) => guest(() => program().catch((error) => error.cause));
    expect(await cause(() => fetch(`${base}/loop`))).toMatchObject({ message: 'redirect count exceeded' });
    expect(sent).toHaveLength(21);
    expect(await cause(() => fetch(to(302, 'file:///etc/passwd')))).toMatchObject({
      message: 'URL scheme must be a HTTP(S) scheme',
    });
    expect(await cause(() => fetch(to(302, 'http://denied/x')))).toMatchObject({
      ...{ code: 'ERR_ACCESS_DENIED', permission: 'Net', resource: 'http://denied/x' },
    });
    expect(await cause(() => fetch(`${base}/loop`, { redirect: 'error' }))).toMatchObject({
      message: 'unexpected redirect',
    });
    expect(open.size).toBe(0);
  });

  test('show in the response', async () => {
    const response = await guest(() => fetch(`${to(302, '/empty#there')}#here`));
    expect([response.url, response.redirected, response.status, response.body]).toEqual([
      `${base}/empty`,
      true,
      204,
      null,
    ]);
    const manual = await guest(() => fetch(to(302, '/x'), { redirect: 'manual' }));
    expect([manual.status, manual.headers.get('location'), manual.redirected]).toEqual([302, '/x', false]);
  });
});

describe('a response', () => {
  test('streams as it comes', async () => {
    const chunks = await guest(async () => {
      const seen: string[] = [];
      const { body } = await fetch(`${base}/drip`);
      for await (const chunk of body as AsyncIterable<Uint8Array>) seen.push(Buffer.from(chunk).toString());
      return seen;
    });
    expect(chunks).toEqual(['a', 'b']);
    expect(open.size).toBe(0);
  });

  test('that is cut off is an error, never a short text', async () => {
    await expect(guest(async () => (await fetch(`${base}/cut`)).text())).rejects.toMatchObject({
      ...{ name: 'TypeError', message: 'terminated', cause: { code: 'ECONNRESET' } },
    });
  });

  test('keeps its cookies apart, and its header fixed', async () => {
    const { headers } = await guest(() => fetch(`${base}/cookies`));
    expect(headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect([...headers]).toEqual(
      expect.arrayContaining([
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
        ['x-y', 'z'],
      ]),
    );
    expect(() => headers.set('a', 'b')).toThrow('immutable');
  });

  test('that nobody reads does not keep the program alive; cancel closes it', async () => {
    const response = await guest(() => fetch(`${base}/endless`));
    expect(open.size).toBe(1);
    await guest(() => response.body?.cancel() as Promise<void>);
    expect(open.size).toBe(0);
  });
});

describe('an abort', () => {
  test('before, while waiting and while reading rejects with the reason', async () => {
    const reason = new Error('mine');
    await expect(guest(() => fetch(base, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    expect(sent).toHaveLength(0);
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(reason), 30);
    await expect(guest(() => fetch(`${base}/never`, { signal: waiting.signal }))).rejects.toBe(reason);
    const reading = new AbortController();
    const program = async () => {
      const response = await fetch(`${base}/endless`, { signal: reading.signal });
      setTimeout(() => reading.abort(), 30);
      return response.text();
    };
    await expect(guest(program)).rejects.toMatchObject({ name: 'AbortError', code: 20 });
    expect(open.size).toBe(0);
  });
});

describe('other schemes', () => {
  test('data: and blob:', async () => {
    const response = await guest(() => fetch('data:text/html;charset=utf-8;base64,PGI%2BeDwvYj4='));
    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'text/html;charset=utf-8',
      '<b>x</b>',
    ]);
    const url = URL.createObjectURL(new Blob(['abc'], { type: 'a/b' }));
    const blob = await (await guest(() => fetch(url))).blob();
    expect([blob.type, await blob.text()]).toEqual(['a/b', 'abc']);
  });

  test.each(['foo:x', 'file:///x', 'about:blank', 'data:nocomma', 'blob:nodedata:gone', 'http://h:22/'])(
    '%s fails',
    async (url) => {
      const ours = guest(() => fetch(url).catch((error) => [error.message, error.cause.message]));
      const native = globalThis.fetch(url).catch((error) => [error.message, error.cause.message]);
      expect(await ours).toEqual(await native);
    },
  );
});
