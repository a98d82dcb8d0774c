import * as node from 'node:zlib';
import { expect } from 'vitest';
import type * as Zlib from '../../host-bridge/wit/zora-node-zlib.d.ts';
import { drop, errorOf, type Instance, type OpenInstance, type Rights } from '../host.ts';
import type { Registrar } from '../registrar.ts';

const USUAL = { windowBits: 15, level: 6, memoryLevel: 8, strategy: 0 };
const ZLIB: Zlib.CodecOptions = { zlib: USUAL, parameters: [], rejectGarbage: false };
const OTHER: Zlib.CodecOptions = { parameters: [], rejectGarbage: false };
const FINISH = node.constants.Z_FINISH;
const TEXT = Buffer.from('some text, and some text again, '.repeat(1000));

/** All output of one input, pulled `room` bytes at a time. */
function pull(codec: Zlib.Codec, input: Uint8Array, flush: number, room = 65536): Buffer {
  const pieces: Uint8Array[] = [];
  let step = codec.transform(input, flush, room);
  for (;;) {
    expect(step.output.length).toBeLessThanOrEqual(room);
    pieces.push(step.output);
    if (step.output.length < room) return Buffer.concat(pieces);
    step = codec.proceed(flush, room);
  }
}

/** The contract of `zora:node/zlib`. */
export function zlibContract(open: OpenInstance, { afterEach, describe, test }: Registrar): void {
  describe('zora:node/zlib', () => {
    let instance: Instance;
    const start = async (rights?: Rights): Promise<typeof Zlib> => {
      instance = await open(rights);
      return instance.imports['zora:node/zlib'];
    };
    afterEach(() => instance.dispose());

    test.each([
      ['deflate', 'inflate', ZLIB],
      ['gzip', 'gunzip', ZLIB],
      ['gzip', 'unzip', ZLIB],
      ['deflate-raw', 'inflate-raw', ZLIB],
      ['brotli-encode', 'brotli-decode', OTHER],
      ['zstd-compress', 'zstd-decompress', OTHER],
    ] as const)('%s and %s undo each other', async (compress, decompress, options) => {
      const { Codec } = await start();
      const flush = options === ZLIB ? FINISH : 2;
      const packed = pull(Codec.open(compress, options), TEXT, flush);
      expect(packed.length).toBeLessThan(TEXT.length);
      expect(pull(Codec.open(decompress, options), packed, flush, 100)).toEqual(TEXT);
    });

    test('goes on with the input that it has kept', async () => {
      const { Codec } = await start();
      const codec = Codec.open('gunzip', ZLIB);
      const first = codec.transform(node.gzipSync(Buffer.alloc(10_000)), FINISH, 100);
      expect(first.output).toEqual(new Uint8Array(100));
      let length = 100;
      for (let step = first; step.output.length === 100; ) {
        step = codec.proceed(FINISH, 100);
        length += step.output.length;
      }
      expect(length).toBe(10_000);
    });

    test('says how much of the input comes after the end', async () => {
      const { Codec } = await start();
      const packed = Buffer.concat([node.deflateSync('x'), Buffer.from('garbage')]);
      expect(Codec.open('inflate', ZLIB).transform(packed, FINISH, 100)).toMatchObject({ unread: 7 });
    });

    test('gives the library’s errors', async () => {
      const { Codec } = await start();
      const bad = Codec.open('inflate', ZLIB);
      const error = { message: 'incorrect header check', errno: -3, code: 'Z_DATA_ERROR' };
      expect(await errorOf(() => bad.transform(Buffer.from('nonsense'), FINISH, 100))).toEqual({
        tag: 'codec',
        val: error,
      });
      const refused = await errorOf(() =>
        Codec.open('brotli-encode', {
          ...OTHER,
          parameters: [[node.constants.BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING, 42]],
        }),
      );
      expect(refused).toMatchObject({ tag: 'codec', val: { code: 'ERR_ZLIB_INITIALIZATION_FAILED' } });
    });

    test('resets, and changes its level', async () => {
      const { Codec } = await start();
      const codec = Codec.open('deflate', ZLIB);
      codec.transform(TEXT, 0, 10);
      codec.reset();
      codec.params(9, 0);
      expect(node.inflateSync(pull(codec, Buffer.from('after'), FINISH)).toString()).toBe('after');
    });

    test('refuses a codec that was dropped', async () => {
      const { Codec } = await start();
      const codec = Codec.open('deflate', ZLIB);
      drop(codec);
      drop(codec);
      expect(await errorOf(() => codec.reset())).toMatchObject({ tag: 'host', val: { tag: 'invalid-argument' } });
    });

    test('holds 512 MiB of memory, and more when some is given back', async () => {
      const { Codec } = await start();
      const held: Zlib.Codec[] = [];
      const open = () => held.push(Codec.open('zstd-compress', OTHER));
      const fill = async () => {
        for (let tries = 0; tries < 1100; tries++) open();
      };
      const exceeded = { tag: 'host', val: { tag: 'exceeded', val: { name: 'codecMemory' } } };
      expect(await errorOf(fill)).toMatchObject(exceeded);
      drop(held[0] as object);
      open();
      expect(await errorOf(fill)).toMatchObject(exceeded);
    });

    test('refuses when the time is over', async () => {
      const { Codec } = await start({ maxExecutionTime: 30 });
      const codec = Codec.open('deflate', ZLIB);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await errorOf(() => codec.transform(TEXT, FINISH, 100))).toEqual({ tag: 'host', val: { tag: 'expired' } });
    });

    test('sums', async () => {
      const { crc32 } = await start();
      expect(crc32(Buffer.from('hello'), 0)).toBe(node.crc32('hello'));
      expect(crc32(new Uint8Array(0), 4294967295)).toBe(4294967295);
    });
  });
}
