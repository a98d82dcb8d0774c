/** node:url, against Node's own. */
import native from 'node:url';
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', () => import('../encoding/host.ts'));
vi.mock('zora:node/reactor-host@0.1.0', () => ({}));
vi.mock('zora:node/stdio@0.1.0', () => ({}));
const { start } = await import('../../../shims/internal/instance.ts');
const { default: url } = await import('../../../shims/url.ts');
start();

const outcome = (run: () => unknown): unknown => {
  try {
    const value = run();
    return typeof value === 'object' ? { ...value } : value;
  } catch (error) {
    return [(error as Error).name, (error as { code?: string }).code];
  }
};

describe('the legacy parser', () => {
  const inputs = [
    ...['http://user:pass@sub.host.com:8080/p/a/t/h?query=string#hash', '/one/two?x=1', '//host/path', 'HTTP://H:80/'],
    ...[
      'mailto:a@b.c',
      'javascript:alert(1)',
      'x:1',
      'http://a\\b?c\\d',
      'http://h/ <>"',
      'http://[::1]:1/x',
      'http://ü.de/ü',
    ],
    ...['http://h#a?b', 'file:///etc/passwd', 'a b c', '', '?x', '#y', 'git+ssh://git@h/repo'],
    ...[
      'http://a@b@c/',
      'http://%41:@x',
      'svn+ssh://foo/bar',
      'dash-test:foo/bar',
      'http://x.y.com+a/b/c',
      'http://-a/',
    ],
  ];
  test.each(inputs)('takes %j apart and puts it together', (input) => {
    expect(outcome(() => url.parse(input))).toEqual(outcome(() => native.parse(input)));
    expect(outcome(() => url.parse(input, true, true))).toEqual(outcome(() => native.parse(input, true, true)));
    expect(outcome(() => url.format(input))).toEqual(outcome(() => native.format(input)));
  });

  test('resolves', () => {
    const from = [
      'http://u@h.com/b/c/d;p?q#f',
      '/one/two/three',
      'mailto:a@b',
      'file:///a/b',
      'one/two',
      'x://y/z',
      '',
    ];
    const to = [
      ...[
        'g',
        './g',
        'g/',
        '/g',
        '//g',
        '?y',
        'g?y',
        '#s',
        '.',
        './',
        '..',
        '../',
        '../g',
        '../../../g',
        'http:g',
        'https:/x/y',
      ],
      ...['g/./h', 'g/../h', 'mailto:x', 'https://n@m:1/', '', 'a/..', './..', '//', 'file:x'],
    ];
    for (const a of from) {
      for (const b of to) expect([a, b, url.resolve(a, b)]).toEqual([a, b, native.resolve(a, b)]);
    }
  });

  test('formats objects', () => {
    for (const object of [
      { protocol: 'http', host: 'h', pathname: 'x?y#z', search: 'a=#b', hash: 'c' },
      { hostname: '::1', port: 8, query: { a: [1, 'x y'], b: true, c: null } },
      { slashes: true, auth: 'a:b c', host: 'h' },
      {},
    ]) {
      expect(url.format(object as never)).toBe(native.format(object as never));
    }
  });
});

describe('paths and URLs', () => {
  test.each(['/a b/#?%', '/a/../b/./c/', 'relative/x', '/', '/ü/😀\n', '/a//b'])('%j there and back', (path) => {
    const base = path.startsWith('/') ? path : `/work/dir/${path}`;
    expect(url.pathToFileURL(path).href).toBe(native.pathToFileURL(base).href);
    expect(url.fileURLToPath(url.pathToFileURL(path))).toBe(native.fileURLToPath(native.pathToFileURL(base)));
  });

  test('Windows paths', () => {
    for (const path of ['C:\\a b\\c', '\\\\nas\\x y\\z', '\\\\?\\C:\\p', 'D:/x/..']) {
      const href = url.pathToFileURL(path, { windows: true }).href;
      expect(href).toBe(native.pathToFileURL(path, { windows: true }).href);
      expect(url.fileURLToPath(href, { windows: true })).toBe(native.fileURLToPath(href, { windows: true }));
    }
  });

  test('refuses what is no path', () => {
    for (const bad of ['http://x/', 'file://host/x', 'file:///a%2fb', 1]) {
      expect(outcome(() => url.fileURLToPath(bad as string))).toEqual(
        outcome(() => native.fileURLToPath(bad as string)),
      );
    }
    expect(url.fileURLToPathBuffer('file:///%ff').at(-1)).toBe(0xff);
  });

  test('options for http.request', () => {
    const text = 'http://a%20b:c@[::1]:81/p?q#h';
    expect({ ...url.urlToHttpOptions(new url.URL(text)) }).toEqual({ ...native.urlToHttpOptions(new URL(text)) });
  });
});
