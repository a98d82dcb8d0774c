/** Buffer and StringDecoder against Node's own. */
import { Buffer as NativeBuffer } from 'node:buffer';
import { StringDecoder as NativeDecoder } from 'node:string_decoder';
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).stdio);
const { Buffer, isUtf8, transcode, atob, btoa } = await import('../../../shims/buffer.ts');
const { StringDecoder } = await import('../../../shims/string_decoder.ts');

const ENCODINGS = ['utf8', 'utf16le', 'latin1', 'ascii', 'base64', 'base64url', 'hex'] as const;
const TEXTS = [
  '',
  'a',
  'plain text',
  'héllo €',
  '😀 astral',
  'lone \ud800!',
  'ff00zz',
  'YWJj_-+/=',
  'x'.repeat(700),
  'é€😀'.repeat(300),
];

/** What a call gives, or the code and the message of what it throws. */
function outcome(call: () => unknown): unknown {
  try {
    const value = call();
    return value instanceof Uint8Array ? [...value] : value;
  } catch (error) {
    const { code, name, message } = error as NodeJS.ErrnoException;
    return { code, name, message };
  }
}

function same(call: (buffer: typeof NativeBuffer) => unknown): void {
  expect(outcome(() => call(Buffer as never))).toEqual(outcome(() => call(NativeBuffer)));
}

describe('Buffer', () => {
  test.each(ENCODINGS)('converts %s both ways as Node does', (encoding) => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7919) >> 3);
    for (const text of TEXTS) {
      same((B) => B.from(text, encoding));
      same((B) => B.byteLength(text, encoding));
      for (const size of [0, 1, 2, 3, 5, 8, 300])
        same((B) => {
          const target = B.alloc(size, 1);
          return [target.write(text, encoding), ...target];
        });
    }
    for (const end of [0, 1, 2, 3, 4, 7, 1000]) same((B) => B.from(bytes).toString(encoding, 0, end));
    same((B) => B.from(bytes).subarray(1).toString(encoding));
  });

  test('reads and writes numbers, with Node’s errors', () => {
    const values = [0, 1, -1, 127, 128, 255, 256, -128, 65535, 3.7, 2 ** 31, 2 ** 32 - 1, 2 ** 40, Number.NaN];
    for (const kind of ['Int', 'UInt']) {
      for (const [name, args] of [
        ['8', []],
        ['16LE', []],
        ['16BE', []],
        ['32LE', []],
        ['32BE', []],
        ['LE', [5]],
        ['BE', [3]],
        ['LE', [7]],
      ] as const) {
        for (const value of values) {
          same((B) => {
            const buffer = B.alloc(8) as unknown as Record<string, (...args: unknown[]) => unknown>;
            const written = buffer[`write${kind}${name}`]?.(value, 1, ...args);
            return [written, buffer[`read${kind}${name}`]?.(1, ...args), ...(buffer as unknown as Uint8Array)];
          });
        }
      }
    }
    for (const value of [0n, 1n, -1n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n]) {
      same((B) => [B.alloc(8).writeBigUInt64LE(value)]);
      same((B) => {
        const buffer = B.alloc(9);
        buffer.writeBigInt64BE(value, 1);
        return [buffer.readBigInt64BE(1), ...buffer];
      });
    }
    for (const value of [0.1, -2.5e30, Number.POSITIVE_INFINITY]) {
      same((B) => {
        const buffer = B.alloc(12);
        buffer.writeFloatLE(value, 0);
        buffer.writeDoubleBE(value, 4);
        return [buffer.readFloatLE(0), buffer.readDoubleBE(4), ...buffer];
      });
    }
    for (const offset of [8, -1, 1.5, '1']) same((B) => B.alloc(8).readInt32LE(offset as number));
  });

  test('finds, compares, fills, copies and slices', () => {
    const text = 'the cat and the hat';
    for (const needle of ['the', 'x', '', 116, new Uint8Array([104, 97])]) {
      for (const offset of [undefined, 0, 1, -3, 100, -100, 'latin1', Number.NaN]) {
        same((B) => B.from(text).indexOf(needle as string, offset as number));
        same((B) => B.from(text).lastIndexOf(needle as string, offset as number));
      }
    }
    same((B) => B.from('aébéc', 'utf16le').lastIndexOf('é', -3, 'utf16le'));
    same((B) => B.compare(B.from('abc'), B.from('abd')));
    same((B) => B.from('abcdef').compare(B.from('zcdz'), 1, 3, 2, 4));
    for (const args of [['ab'], ['ab', 2], ['zz', 'hex'], [''], [300], ['é', 1, 5], ['x', 5, 2]]) {
      same((B) => B.alloc(7, 1).fill(...(args as [string])));
    }
    same((B) => [B.from('abcdef').copy(B.alloc(3), 1, 2), B.from('abc').slice(-2, -1).toString()]);
    same((B) => B.concat([B.from('ab'), B.from('cd')], 3));
    same((B) => B.from([1, 2, 3, 4]).swap16());
    same((B) => B.from([1, 2, 3]).swap32());
    same((B) => JSON.stringify(B.from(JSON.parse(JSON.stringify(B.from('hi'))))));
  });

  test('refuses what Node refuses, in its words', () => {
    same((B) => B.from(5 as never));
    same((B) => B.alloc('5' as never));
    same((B) => B.from('a', 'nope' as never));
    same((B) => B.from('a').toString('nope' as never));
    same((B) => B.from(new ArrayBuffer(2), 3));
    same((B) => B.concat('x' as never));
    same((B) => B.from('a').write('x', 5));
  });

  test('is a Uint8Array whose slices share memory', () => {
    const buffer = Buffer.from('abc');
    buffer.subarray(1)[0] = 0x7a;
    expect(buffer.toString()).toBe('azc');
    expect(Buffer.isBuffer(buffer.map((byte) => byte))).toBe(true);
    expect(buffer instanceof Uint8Array && buffer.constructor === Buffer).toBe(true);
  });

  test('transcode, isUtf8, atob and btoa', () => {
    expect(Buffer.from(transcode(Buffer.from('é€'), 'utf8', 'latin1')).toString('latin1')).toBe('é?');
    expect([isUtf8(Buffer.from([0xc3])), isUtf8(Buffer.from('é'))]).toEqual([false, true]);
    expect([btoa('ÿ'), atob(' /w== ')]).toEqual(['/w==', 'ÿ']);
    expect(() => atob('a')).toThrow(expect.objectContaining({ name: 'InvalidCharacterError' }));
  });
});

describe('StringDecoder', () => {
  test.each(ENCODINGS)('decodes %s in any pieces as Node does', (encoding) => {
    const bytes = NativeBuffer.concat([
      NativeBuffer.from('aé€😀\ufeff', 'utf8'),
      NativeBuffer.from([0xf0, 0x9f, 0x80, 0xe2, 0x41, 0xd8, 0x3d, 0xd8, 0xf6, 0x9b]),
    ]);
    for (const size of [1, 2, 3, 5]) {
      const [ours, native] = [new StringDecoder(encoding), new NativeDecoder(encoding)];
      const texts: string[][] = [];
      for (let i = 0; i < bytes.length; i += size) {
        const piece = bytes.subarray(i, i + size);
        texts.push([ours.write(piece), native.write(piece)]);
      }
      texts.push([ours.end(), native.end()]);
      for (const [our, their] of texts) expect(our).toBe(their);
    }
  });
});
