/** What a guest may ask of the host's compression libraries, and what it may not. */
import * as node from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type * as Zlib from '../../../host-bridge/wit/zora-node-zlib.d.ts';
import { createZlib } from '../../../host-bridge/zlib.ts';
import { dispose } from '../dispose.ts';

const alive = { clock: { assertAlive() {} } };
const USUAL = { windowBits: 15, level: 6, memoryLevel: 8, strategy: 0 };
const ZLIB: Zlib.CodecOptions = { zlib: USUAL, parameters: [], rejectGarbage: false };
const OTHER: Zlib.CodecOptions = { parameters: [], rejectGarbage: false };
const { constants } = node;

function failureOf(call: () => unknown): Zlib.Failure {
  try {
    call();
  } catch (error) {
    if (error instanceof Error && 'payload' in error) return error.payload as Zlib.Failure;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a bomb', () => {
  const levels = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
  const bombs = {
    gunzip: node.gzipSync(Buffer.alloc(200_000_000)),
    'brotli-decode': node.brotliCompressSync(Buffer.alloc(200_000_000), levels),
    'zstd-decompress': node.zstdCompressSync(Buffer.alloc(200_000_000)),
  };

  test.each(Object.entries(bombs))('%s gives no more than it is asked for', (mode, bomb) => {
    const { Codec } = createZlib(alive);
    const codec = Codec.open(mode as Zlib.Mode, mode === 'gunzip' ? ZLIB : OTHER);
    const before = process.memoryUsage().rss;
    let length = codec.transform(bomb, 0, 2 ** 31).output.length;
    expect(length).toBeLessThanOrEqual(1024 * 1024);
    for (let i = 0; i < 150; i++) length += codec.proceed(0, 2 ** 31).output.length;
    expect(length).toBeGreaterThan(100_000_000);
    // What was given is the guest's affair; nothing of the rest lies on the host.
    globalThis.gc?.();
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
    dispose(codec);
  });
});

describe('limits', () => {
  test('of input, dictionaries and windows', () => {
    const { Codec } = createZlib(alive);
    const codec = Codec.open('deflate', ZLIB);
    const refusals = [
      () => codec.transform(new Uint8Array(16 * 1024 * 1024 + 1), 0, 10),
      () => Codec.open('deflate', { ...ZLIB, dictionary: new Uint8Array(16 * 1024 * 1024 + 1) }),
      () => Codec.open('zstd-decompress', { ...OTHER, parameters: [[constants.ZSTD_d_windowLogMax, 31]] }),
      () => Codec.open('zstd-compress', { ...OTHER, parameters: [[constants.ZSTD_c_windowLog, 30]] }),
      () => Codec.open('zstd-compress', { ...OTHER, parameters: [[constants.ZSTD_c_nbWorkers, 100]] }),
      () => Codec.open('brotli-decode', { ...OTHER, parameters: [[constants.BROTLI_DECODER_PARAM_LARGE_WINDOW, 1]] }),
    ];
    for (const call of refusals)
      expect(failureOf(call)).toMatchObject({ tag: 'host', val: { tag: 'invalid-argument' } });
  });

  test('of the memory of all codecs, which comes back when they are dropped', () => {
    const { Codec } = createZlib(alive);
    const open = () => Codec.open('zstd-compress', { ...OTHER, parameters: [[constants.ZSTD_c_compressionLevel, 22]] });
    const held = Array.from({ length: 1024 }, open);
    expect(failureOf(open)).toMatchObject({ tag: 'host', val: { tag: 'exceeded', val: { name: 'codecMemory' } } });
    for (const codec of held) dispose(codec);
    dispose(open());
  });

  test('are those of one instance', () => {
    const [one, two] = [createZlib(alive), createZlib(alive)];
    const held = Array.from({ length: 1024 }, () => one.Codec.open('brotli-encode', OTHER));
    expect(() => one.Codec.open('brotli-encode', OTHER)).toThrow();
    dispose(two.Codec.open('brotli-encode', OTHER));
    for (const codec of held) dispose(codec);
  });
});

describe('what would end the process', () => {
  test.each(['deflate', 'gunzip', 'brotli-encode', 'brotli-decode', 'zstd-compress', 'zstd-decompress'] as const)(
    'unknown flush values of %s are refused',
    (mode) => {
      const { Codec } = createZlib(alive);
      const codec = Codec.open(mode, /brotli|zstd/.test(mode) ? OTHER : ZLIB);
      for (const flush of [6, 7, 99, 2 ** 31, 2 ** 32 - 1]) {
        expect(failureOf(() => codec.transform(new Uint8Array(1), flush, 10))).toMatchObject({ tag: 'host' });
      }
    },
  );

  test('parameters out of range are errors', () => {
    const { Codec } = createZlib(alive);
    const wild = [-(2 ** 31), -1, 0, 7, 16, 99, 2 ** 31 - 1];
    for (const mode of ['deflate', 'inflate', 'gzip', 'gunzip', 'deflate-raw', 'inflate-raw', 'unzip'] as const) {
      for (const value of wild) {
        for (const name of ['windowBits', 'level', 'memoryLevel', 'strategy'] as const) {
          try {
            const codec = Codec.open(mode, { ...ZLIB, zlib: { ...USUAL, [name]: value } });
            codec.params(value, value);
            codec.transform(new Uint8Array(10), 4, 10);
          } catch (error) {
            expect(error).toHaveProperty('payload');
          }
        }
      }
    }
  });

  test('a handle that was never given is refused', () => {
    const { Codec } = createZlib(alive);
    const forged = Object.create(Codec.prototype) as Zlib.Codec;
    expect(failureOf(() => forged.transform(new Uint8Array(1), 0, 10))).toMatchObject({ tag: 'host' });
    expect(failureOf(() => forged.reset())).toMatchObject({ tag: 'host' });
    dispose(forged);
  });
});
