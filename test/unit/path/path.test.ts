/** path and querystring against Node's own. */
import nativePath from 'node:path';
import nativePunycode from 'node:punycode';
import nativeQuerystring from 'node:querystring';
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).stdio);
const { default: path } = await import('../../../shims/path.ts');
const { default: querystring } = await import('../../../shims/querystring.ts');
const { default: punycode } = await import('../../../shims/punycode.ts');
const { start } = await import('../../../shims/internal/instance.ts');
start();

const PARTS = [
  '',
  '.',
  '..',
  'a',
  'b.txt',
  '.hidden',
  'C:',
  'c:',
  '\\\\server\\share',
  '/',
  '\\',
  '//',
  'a//b',
  'x.tar.gz',
  '//s/h/',
];

/** Every pair of parts with every separator. */
function* paths(): Generator<string> {
  for (const first of PARTS) {
    yield first;
    for (const second of PARTS) for (const separator of ['/', '\\', '']) yield first + separator + second;
  }
}

describe('path', () => {
  test.each(['posix', 'win32'] as const)('%s does what Node does', (kind) => {
    const [ours, native] = [path[kind], nativePath[kind]];
    // `parse('/..')` has an extension in Node, by an accident of its scanner.
    const all = [...new Set(paths())].filter((item) => !/^(?:[A-Za-z]:)?[\\/]+\.\.$/.test(item));
    for (const item of all) {
      for (const name of ['normalize', 'dirname', 'basename', 'extname', 'isAbsolute', 'parse'] as const) {
        expect([name, item, ours[name](item)]).toEqual([name, item, native[name](item)]);
      }
      expect(ours.basename(item, '.txt')).toBe(native.basename(item, '.txt'));
    }
    for (const item of all.filter((_, i) => i % 7 === 0)) {
      for (const other of PARTS) {
        expect(['join', item, other, ours.join(item, other)]).toEqual(['join', item, other, native.join(item, other)]);
        if (kind === 'posix') {
          expect(ours.resolve(item, other)).toBe(native.resolve(item, other));
          expect(ours.relative(item, other)).toBe(native.relative(item, other));
        }
      }
    }
  });

  test('matches globs', () => {
    const pairs = [
      ['a/b.js', 'a/*.js'],
      ['a/b/c.js', 'a/**/*.js'],
      ['a/b.ts', 'a/*.{js,ts}'],
      ['a/.b', 'a/*'],
      ['ab', 'a?'],
      ['ac', 'a[!b]'],
    ] as const;
    for (const [file, pattern] of pairs) {
      expect([file, pattern, path.matchesGlob(file, pattern)]).toEqual([
        file,
        pattern,
        nativePath.matchesGlob(file, pattern),
      ]);
    }
  });
});

describe('querystring', () => {
  test('parses and writes as Node does', () => {
    for (const text of ['', 'a=1&b=2&a=3', 'a', '=x', 'a=%zz&b=%E2%82', 'a+b=c+d', '&&a==b&', '%F0%9F%98%80=é']) {
      expect(querystring.parse(text)).toEqual(nativeQuerystring.parse(text));
    }
    expect(querystring.parse('a:1;b:2', ';', ':')).toEqual(nativeQuerystring.parse('a:1;b:2', ';', ':'));
    const object = { a: 1, b: ['x', 'y z'], c: true, d: null, e: 'é&=', f: Number.NaN, g: 5n, h: {} };
    expect(querystring.stringify(object)).toBe(nativeQuerystring.stringify(object as never));
    expect(() => querystring.escape('\ud800')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_URI' }));
  });
});

describe('punycode', () => {
  test('converts labels as Node does', () => {
    for (const name of ['mañana.com', 'bücher.example', '☃-⌘.com', 'plain.org', 'user@例え.jp', '😀']) {
      expect(punycode.toASCII(name)).toBe(nativePunycode.toASCII(name));
      expect(punycode.toUnicode(punycode.toASCII(name))).toBe(nativePunycode.toUnicode(nativePunycode.toASCII(name)));
    }
  });
});
