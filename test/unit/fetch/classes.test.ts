/** Headers, Request, Response, FormData and Blob without a network, against Node's own where it matters. */
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', () => import('../encoding/host.ts'));
vi.mock('zora:node/reactor-host@0.1.0', () => ({}));
vi.mock('zora:node/stdio@0.1.0', () => ({}));
vi.mock('zora:node/http@0.1.0', () => ({ send: () => undefined }));
const { Headers, Request, Response } = await import('../../../shims/globals/fetch.ts');
const { FormData } = await import('../../../shims/globals/form-data.ts');
const { Blob, File } = await import('../../../shims/globals/blob.ts');
const { ReadableStream } = await import('../../../shims/globals/web-streams.ts');

const message = (run: () => unknown): string => {
  try {
    return `no error: ${String(run())}`;
  } catch (error) {
    return String(error);
  }
};

describe('Headers', () => {
  test('join, sort and keep cookies apart', () => {
    const headers = new Headers([
      ['B', '1'],
      ['a', ' 2 '],
      ['b', '3'],
      ['set-cookie', 'x'],
      ['Set-Cookie', 'y'],
      ['Cookie', 'c'],
    ]);
    headers.append('cookie', 'd');
    const expected = [
      ['a', '2'],
      ['b', '1, 3'],
      ['cookie', 'c; d'],
      ['set-cookie', 'x'],
      ['set-cookie', 'y'],
    ];
    expect([...headers]).toEqual(expected);
    headers.delete('B');
    expect([headers.has('b'), headers.get('SET-COOKIE'), headers.getSetCookie()]).toEqual([false, 'x, y', ['x', 'y']]);
  });

  test('a change during an iteration shows', () => {
    const headers = new Headers({ a: '1', c: '3' });
    const seen: string[] = [];
    for (const [name] of headers) {
      if (seen.push(name) === 1) headers.set('b', '2');
    }
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  test.each([[[['a']]], [{ 'a b': 'c' }], [{ a: 'c\nd' }], [{ a: 'ÿĀ' }], [1], [null]])(
    'refuse %j with undici’s words',
    (init) => {
      expect(message(() => new Headers(init as never))).toBe(message(() => new globalThis.Headers(init as never)));
    },
  );
});

describe('Response', () => {
  test.each([
    ['status', () => [Response, globalThis.Response].map((Class) => message(() => new Class('', { status: 199 })))],
    [
      'body of 204',
      () => [Response, globalThis.Response].map((Class) => message(() => new Class('x', { status: 204 }))),
    ],
    ['JSON', () => [Response, globalThis.Response].map((Class) => message(() => Class.json(undefined)))],
    [
      'redirect',
      () => [Response, globalThis.Response].map((Class) => message(() => Class.redirect('http://h', 200 as 302))),
    ],
  ])('refuses a bad %s with undici’s words', (_, run) => {
    const [ours, native] = run();
    expect(ours).toBe(native);
  });

  test('is what it was when it was given', async () => {
    const bytes = Buffer.from('before');
    const response = new Response(bytes);
    bytes.fill('x');
    expect(await response.text()).toBe('before');
  });

  test('is read once', async () => {
    const response = new Response('x');
    expect(response.bodyUsed).toBe(false);
    expect(await response.text()).toBe('x');
    expect([response.bodyUsed, response.body?.locked]).toEqual([true, true]);
    await expect(response.text()).rejects.toThrow('Body is unusable: Body has already been read');
    expect(() => response.clone()).toThrow('Body has already been consumed');
  });

  test('clones read the same, streamed or not', async () => {
    for (const make of [() => 'text', () => ReadableStream.from([Buffer.from('te'), Buffer.from('xt')])]) {
      const response = new Response(make() as never);
      const clone = response.clone();
      expect(await Promise.all([response.text(), clone.text()])).toEqual(['text', 'text']);
    }
  });

  test('JSON in and out', async () => {
    const response = Response.json({ a: [1] }, { status: 201 });
    expect([response.status, response.headers.get('content-type')]).toEqual([201, 'application/json']);
    expect(await response.json()).toEqual({ a: [1] });
    expect(await new Response('\ufeff{}').json()).toEqual({});
  });
});

describe('Request', () => {
  test('takes over another one’s body', async () => {
    const first = new Request('http://h/', { method: 'POST', body: 'x', headers: { a: 'b' } });
    const second = new Request(first, { headers: { c: 'd' } });
    expect([first.bodyUsed, await second.text(), second.method, [...second.headers]]).toEqual([
      true,
      'x',
      'POST',
      [['c', 'd']],
    ]);
    expect(() => new Request(first)).toThrow('already been used');
  });

  test.each(['post', 'Patch', 'delete', 'custom', 'a b', 'TRACE'])('normalizes or refuses the method %j', (method) => {
    const run = (Class: typeof globalThis.Request) => {
      try {
        return new Class('http://h/', { method }).method;
      } catch (error) {
        return String(error);
      }
    };
    expect(run(Request as never)).toBe(run(globalThis.Request));
  });
});

describe('FormData', () => {
  const filled = () => {
    const form = new FormData();
    form.append('plain', 'line\nend');
    form.append('quo"te', 'é');
    form.append('file', new File([Uint8Array.of(0, 13, 10, 255)], 'n"\n.bin', { type: 'a/b' }));
    form.append('blob', new Blob(['x']), 'named');
    form.set('plain', 'set');
    return form;
  };

  test('goes through multipart and comes back', async () => {
    const form = await new Response(filled()).formData();
    expect([...form.keys()]).toEqual(['plain', 'quo"te', 'file', 'blob']);
    expect([form.get('plain'), form.get('quo"te')]).toEqual(['set', 'é']);
    const file = form.get('file') as InstanceType<typeof File>;
    expect([file.name, file.type, await file.bytes()]).toEqual(['n"\n.bin', 'a/b', Uint8Array.of(0, 13, 10, 255)]);
    expect((form.get('blob') as InstanceType<typeof File>).name).toBe('named');
  });

  test('is what Node’s own parser reads', async () => {
    const response = new Response(filled());
    const headers = { 'content-type': response.headers.get('content-type') as string };
    const form = await new globalThis.Response(await response.bytes(), { headers }).formData();
    expect([...form.keys()]).toEqual(['plain', 'quo"te', 'file', 'blob']);
    expect([...new Uint8Array(await (form.get('file') as globalThis.File).arrayBuffer())]).toEqual([0, 13, 10, 255]);
  });

  test('refuses malformed multipart, and other types', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    for (const body of [
      '',
      '--b',
      '--b\r\n\r\nx\r\n--b--',
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx',
    ]) {
      await expect(new Response(body, { headers }).formData()).rejects.toBeInstanceOf(TypeError);
    }
    await expect(new Response('a=b').formData()).rejects.toBeInstanceOf(TypeError);
  });
});

describe('Blob', () => {
  test('slices without a copy, by positions from either end', async () => {
    const blob = new Blob(['hello ', Uint8Array.of(119, 111), new Blob(['rld'])]);
    expect(blob.size).toBe(11);
    for (const [start, end] of [
      [0, 5],
      [-5, undefined],
      [4, 8],
      [8, 4],
      [-100, 100],
    ] as const) {
      const native = await new globalThis.Blob(['hello world']).slice(start, end).text();
      expect(await blob.slice(start, end).text()).toBe(native);
    }
  });
});
