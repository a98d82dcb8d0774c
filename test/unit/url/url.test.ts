/** URL and URLSearchParams, against Node's own. */
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', () => import('../encoding/host.ts'));
vi.mock('zora:node/reactor-host@0.1.0', () => ({}));
vi.mock('zora:node/stdio@0.1.0', () => ({}));
const { URL, URLSearchParams } = await import('../../../shims/globals/url.ts');
const { Blob } = await import('../../../shims/globals/blob.ts');

const FIELDS = [
  ...['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'],
] as const;

type UrlClass = new (input: string, base?: string) => object;

function parts(Class: unknown, input: string, base?: string): unknown {
  try {
    const url = new (Class as UrlClass)(input, base) as Record<string, unknown>;
    return FIELDS.map((name) => url[name]);
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string };
    return { name, code, message };
  }
}

const BASES = [
  undefined,
  'http://user:pw@host:8080/a/b/../c?q#h',
  'file:///C:/dir/file',
  'mailto:me',
  'data:x',
  'foo://h/p/q',
];
const INPUTS = [
  ...[
    'http://EXAMPLE.com:80',
    'https://a.b:443/x',
    'HTTP:\\\\h\\p',
    ' \thttp://h/\n',
    'ht\ntp://h',
    'http:relative',
    '//h2/x',
  ],
  ...['/abs', 'rel/./x/../y', '..', '../../..', '.', '', '?q=1', '#frag', '?', '#', 'x?y#z', '%2e%2E/x', './%2e'],
  ...[
    'http://a@b@c/',
    'http://:@h',
    'http://u:p@',
    'http://',
    'http:///h',
    'http://h:',
    'http://h:99999',
    'http://h:8a',
  ],
  ...['http://[::1]:3', 'http://[1:2::3.4.5.6]', 'http://[::1', 'http://[1::2::3]', 'http://[0:0:1:0:0:0:0:1]'],
  ...[
    'http://0x7f.1',
    'http://127.1',
    'http://256',
    'http://1.2.3.4.5',
    'http://09',
    'http://0xffffffff1',
    'http://1.2.3.',
  ],
  ...[
    'http://bücher.de/ü?ü#ü',
    'http://xn--bcher-kva.de',
    'http://ＧＯ.com',
    'http://a%41b',
    'http://h%00',
    'http://ex ample',
  ],
  ...[
    'http://faß.de',
    'http://a\u00adb',
    'http://\u00ad',
    'http://a..b',
    'http://_x-',
    'http://h/<>"`{}|^~',
    'http://h?\'"<',
  ],
  ...[
    'file:',
    'file:c:/x',
    'file:/C|/y',
    'file://localhost/z',
    'file://host/C:/..',
    '/..//',
    'file:////x',
    'C|/a',
    'file:?q',
  ],
  ...[
    'mailto:a b ',
    'data:text ,x?y z#f ',
    'javascript:alert("<>")',
    'blob:https://h:1/id',
    'foo:/.//x',
    'foo:/a/../../b',
    'foo:',
  ],
  ...[
    'foo://Ünï/p',
    'foo://h o',
    'foo://h:1/',
    'foo:///p',
    'ws://h:80',
    'wss://h',
    '1a:b',
    'a+-.1:x',
    'http://\ud800/',
    'http://h/\udc00',
  ],
];

describe('parsing', () => {
  test.each(BASES)('against %s', (base) => {
    for (const input of INPUTS)
      expect([input, parts(URL, input, base)]).toEqual([input, parts(globalThis.URL, input, base)]);
  });

  test('canParse and parse agree with the constructor', () => {
    expect(URL.canParse('x', 'http://h')).toBe(true);
    expect(URL.canParse('x')).toBe(false);
    expect(URL.parse('x', 'http://h/a')?.href).toBe('http://h/x');
    expect(URL.parse('http://')).toBeNull();
  });

  test('a Blob has a URL until it is revoked', async () => {
    const { findBlob } = await import('../../../shims/internal/url/object-urls.ts');
    const blob = new Blob(['x']);
    const url = URL.createObjectURL(blob);
    expect(url).toMatch(/^blob:nodedata:[\da-f-]{36}$/);
    expect(findBlob(url)).toBe(blob);
    URL.revokeObjectURL(url);
    expect(findBlob(url)).toBeUndefined();
    expect(() => URL.createObjectURL({})).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
  });
});

describe('setters', () => {
  const urls = ['http://u:p@h:1/a?b#c', 'file:///a', 'mailto:x', 'foo://h/p', 'foo:/p', 'https://h'];
  const values: Record<string, string[]> = {
    href: ['http://new/', 'ftp://x'],
    protocol: ['https', 'ftp:x', 'foo', 'file', '', 'ht tp', 'h\ntt\tps'],
    username: ['', 'a:b@c', 'ü'],
    password: ['', 'x y'],
    host: ['n', 'n:2', 'n:80', 'n:99999', ':5', '', 'a/b', 'a?b', '[::1]:9', '\\x', 'a@b', 'localhost', 'n:x'],
    hostname: ['n', 'n:2', '', 'ü.de', 'a/b', '[::2]', '1.2'],
    port: ['9', '', '80', '65536', '1x', 'x', ' 1'],
    pathname: ['', '/x/../y', 'a b', '?#', '//x', '\\y'],
    search: ['', '?', 'a=b', '?\'"#', 'ü'],
    hash: ['', '#', 'x y', '<`>'],
  };
  test.each(urls)('of %s', (href) => {
    for (const [name, list] of Object.entries(values)) {
      for (const value of list) {
        const changed = (Class: unknown) => {
          const url = new (Class as UrlClass)(href) as Record<string, string>;
          url[name] = value;
          return FIELDS.map((field) => url[field]);
        };
        expect([name, value, changed(URL)]).toEqual([name, value, changed(globalThis.URL)]);
      }
    }
  });
});

describe('URLSearchParams', () => {
  test.each(['', '?a=1&b=2', 'a&=&b==c&&a=%zz', 'a=%E2%82%AC+x&%61=%ff', '??x', 'a=1&a=2&b'])('parses %j', (text) => {
    const [ours, native] = [new URLSearchParams(text), new globalThis.URLSearchParams(text)];
    expect([...ours]).toEqual([...native]);
    expect(String(ours)).toBe(String(native));
    expect(ours.size).toBe(native.size);
  });

  test('changes show in the URL, and the other way round', () => {
    const url = new URL('http://h/?a=1');
    const { searchParams } = url;
    searchParams.append('b', 'x y*~');
    expect(url.href).toBe('http://h/?a=1&b=x+y*%7E');
    url.search = '?c=3&a=2';
    expect([...searchParams.keys()]).toEqual(['c', 'a']);
    searchParams.sort();
    expect(url.search).toBe('?a=2&c=3');
    searchParams.delete('a');
    searchParams.delete('c', '4');
    searchParams.set('c', '5');
    expect(url.search).toBe('?c=5');
    searchParams.delete('c');
    expect(url.href).toBe('http://h/');
  });

  test('a change during an iteration shows', () => {
    const params = new URLSearchParams('a=1&b=2&c=3');
    const seen: string[] = [];
    for (const [name] of params) {
      seen.push(name);
      params.delete('b');
    }
    expect(seen).toEqual(['a', 'c']);
  });

  test('refuses what is no list of pairs', () => {
    expect(() => new URLSearchParams([['a']] as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_TUPLE' }));
    expect(() => URLSearchParams.prototype.get.call({}, 'a')).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_THIS' }),
    );
  });
});
