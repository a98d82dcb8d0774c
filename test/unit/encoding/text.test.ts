/** TextEncoder and TextDecoder, against Node's own. */
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', () => import('./host.ts'));
const { calls } = await import('./host.ts');
const { TextDecoder, TextEncoder } = await import('../../../shims/globals/text-encoding.ts');

const TEXTS = ['', 'plain', 'héllo €', '😀 astral \u{10ffff}', '\ufeffmark', 'lone \ud800 and \udfff', '\0'];
const LONG = `${'long text with ünïcödé and 😀 '.repeat(40)}\ud83d`;

describe('TextEncoder', () => {
  test.each([...TEXTS, LONG])('encodes %j', (text) => {
    expect(new TextEncoder().encode(text)).toEqual(new globalThis.TextEncoder().encode(text));
  });

  test('asks the host for long texts only', () => {
    const before = calls.encodeUtf8;
    new TextEncoder().encode('short');
    expect(calls.encodeUtf8).toBe(before);
    new TextEncoder().encode(LONG);
    expect(calls.encodeUtf8).toBe(before + 1);
  });

  test('encodes into an array as much as fits', () => {
    const sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 20, 300, 301, 302, 303, 500, 5000];
    for (const text of [...TEXTS, LONG, `${'é'.repeat(150)}€😀x`]) {
      for (const size of sizes) {
        const [ours, native] = [new Uint8Array(size), new Uint8Array(size)];
        const result = new TextEncoder().encodeInto(text, ours);
        expect([result, ours]).toEqual([new globalThis.TextEncoder().encodeInto(text, native), native]);
      }
    }
  });
});

const BYTES: number[][] = [
  [0x61, 0xe2, 0x82, 0xac],
  [0xef, 0xbb, 0xbf, 0x61],
  [0xf0, 0x9f, 0x98, 0x80],
  [0xf0, 0x9f, 0x98],
  [0xf0, 0x9f, 0x41],
  [0xe0, 0x80, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xc0, 0x80, 0xc1, 0xbf, 0xff, 0xfe],
  [0x3d, 0xd8, 0x00, 0xde],
  [0x3d, 0xd8, 0x41, 0x00, 0x42],
  [0x80, 0x9f, 0xa0, 0xff],
];

describe('TextDecoder', () => {
  const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'latin1', 'shift_jis', 'gb18030', 'big5', 'euc-jp', 'koi8-r'];
  test.each(encodings)('decodes %s at once and split at every byte', (label) => {
    for (const bytes of [...BYTES, BYTES.flat(), Array.from({ length: 40 }, () => BYTES.flat()).flat()]) {
      const data = Uint8Array.from(bytes);
      const expected = new globalThis.TextDecoder(label).decode(data);
      expect(new TextDecoder(label).decode(data)).toBe(expected);
      if (bytes.length > 100 || !label.startsWith('utf')) continue;
      const decoder = new TextDecoder(label);
      const parts = bytes.map((byte) => decoder.decode(Uint8Array.of(byte), { stream: true }));
      expect(parts.join('') + decoder.decode()).toBe(expected);
    }
  });

  test('waits for the rest of a legacy character', () => {
    for (const [label, bytes] of [
      ['shift_jis', [0x83, 0x65, 0x83, 0x58, 0x41]],
      ['gb18030', [0xc4, 0xe3, 0x81, 0x30, 0x84, 0x36, 0x41]],
      ['euc-jp', [0x8f, 0xa2, 0xaf, 0xa4, 0xa2]],
      ['iso-2022-jp', [0x41, 0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42, 0x42]],
    ] as const) {
      const decoder = new TextDecoder(label);
      const text = bytes.map((byte) => decoder.decode(Uint8Array.of(byte), { stream: true })).join('');
      expect(text + decoder.decode()).toBe(new globalThis.TextDecoder(label).decode(Uint8Array.from(bytes)));
    }
  });

  test.each(['utf-8', 'utf-16le', 'shift_jis'])('refuses malformed %s where fatal', (label) => {
    for (const bytes of [...BYTES, Array.from({ length: 60 }, () => BYTES[4] as number[]).flat()]) {
      const run = (Decoder: typeof globalThis.TextDecoder) => {
        try {
          return new Decoder(label, { fatal: true }).decode(Uint8Array.from(bytes));
        } catch (error) {
          return (error as { code?: string }).code;
        }
      };
      expect(run(TextDecoder as never)).toBe(run(globalThis.TextDecoder));
    }
  });

  test('keeps the mark where it is asked to', () => {
    const data = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61);
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(data)).toBe('\ufeffa');
    expect(new TextDecoder().decode(data)).toBe('a');
  });

  test('knows labels, and refuses unknown ones', () => {
    for (const label of ['UTF8', ' latin1\n', 'iso_8859-15', 'x-cp1251', 'ks_c_5601-1987', 'csisolatin5', 'unicode']) {
      expect(new TextDecoder(label).encoding).toBe(new globalThis.TextDecoder(label).encoding);
    }
    for (const label of ['utf-7', '', 'iso-8859-12', 'replacement', 'iso_8859-10']) {
      expect(() => new TextDecoder(label)).toThrow(expect.objectContaining({ code: 'ERR_ENCODING_NOT_SUPPORTED' }));
    }
  });
});
