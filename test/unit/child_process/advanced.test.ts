/** The advanced frames of a message channel, against V8 itself with Node's form of views. */
import { isDeepStrictEqual } from 'node:util';
import { DefaultDeserializer, DefaultSerializer } from 'node:v8';
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('./fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('./fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('./fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('./fake-host/index.ts')).stdio);
const { serializeMessage, deserializeMessage } = await import('../../../shims/internal/child_process/advanced.ts');
const { AdvancedCodec, JsonCodec } = await import('../../../shims/internal/child_process/serialization.ts');
const { Buffer: GuestBuffer } = await import('../../../shims/internal/buffer/buffer.ts');

class NodeSerializer extends DefaultSerializer {
  _writeHostObject(object: ArrayBufferView): void {
    this.writeUint32(0);
    (DefaultSerializer.prototype as unknown as { _writeHostObject(o: unknown): void })._writeHostObject.call(
      this,
      object,
    );
  }
}
class NodeDeserializer extends DefaultDeserializer {
  _readHostObject(): unknown {
    expect(this.readUint32()).toBe(0);
    return (DefaultDeserializer.prototype as unknown as { _readHostObject(): unknown })._readHostObject.call(this);
  }
}

function nodeSerialize(value: unknown): Uint8Array {
  const serializer = new NodeSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}
function nodeDeserialize(bytes: Uint8Array): unknown {
  const deserializer = new NodeDeserializer(bytes);
  deserializer.readHeader();
  return deserializer.readValue();
}

const circular: Record<string, unknown> = { list: [] };
circular['self'] = circular;
(circular['list'] as unknown[]).push(circular, 'x');
const shared = { a: 1 };
const sparse: unknown[] = [1];
sparse[5000] = 'far';
const withHole = [1, undefined, 3];
delete withHole[1];

const values: Record<string, unknown> = {
  undefined: undefined,
  null: null,
  booleans: [true, false],
  integers: [0, -0, 1, -1, 63, 64, -64, -65, 0x3fffffff, 0x40000000, -0x40000000, -0x40000001, 2 ** 31, 2 ** 53],
  doubles: [1.5, -2.25, Number.NaN, Number.POSITIVE_INFINITY, Number.MIN_VALUE],
  bigints: [0n, 1n, -1n, 2n ** 64n, -(2n ** 200n)],
  strings: ['', 'ascii', 'latin é', 'zwei 中文', '💚', 'a'.repeat(300), '中'.repeat(200)],
  object: { a: 1, b: { c: 'd' }, 1: 'one', '01': 'text' },
  proto: JSON.parse('{"__proto__": {"x": 1}, "y": 2}'),
  array: [1, [2, [3]]],
  arrayWithProperty: Object.assign([1, 2], { extra: true }),
  sparse,
  withHole,
  date: new Date(1234567890123),
  wrappers: [Object(true), Object(false), Object(4.5), Object('text'), Object(7n)],
  regexp: [/a+b/gi, /x/dsu, /[\p{L}--[a-z]]/v],
  map: new Map<unknown, unknown>([[{ a: 1 }, new Map([[1, 2]])]]),
  set: new Set<unknown>([1, 'two', { three: 3 }]),
  circular,
  references: [shared, shared, { shared }],
  buffer: new Uint8Array([1, 2, 3]).buffer,
  views: {
    uint8: new Uint8Array([1, 2, 255]),
    part: new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
    int16: new Int16Array([-1, 300]),
    float64: new Float64Array([Math.PI]),
    bigint: new BigUint64Array([2n ** 60n]),
    view: new DataView(new ArrayBuffer(3), 1),
  },
  errors: [new Error('plain'), new RangeError('ranged'), new TypeError('caused', { cause: { code: 5 } })],
};

describe('the format of V8', () => {
  for (const [name, value] of Object.entries(values)) {
    test(`${name} is read as V8 wrote it`, () => {
      expect(isDeepStrictEqual(deserializeMessage(nodeSerialize(value)), value)).toBe(true);
    });
    test(`${name} is written so that V8 reads it`, () => {
      expect(isDeepStrictEqual(nodeDeserialize(serializeMessage(value)), value)).toBe(true);
    });
  }

  test('values without views are the same bytes', () => {
    for (const name of [
      'integers',
      'doubles',
      'bigints',
      'strings',
      'object',
      'array',
      'map',
      'set',
      'regexp',
      'date',
    ]) {
      expect([name, [...serializeMessage(values[name])]]).toEqual([name, [...nodeSerialize(values[name])]]);
    }
  });

  test('a Buffer stays a Buffer', () => {
    const received = deserializeMessage(nodeSerialize({ b: Buffer.from('hi') })) as { b: unknown };
    expect(received.b).toBeInstanceOf(GuestBuffer);
    expect(Buffer.isBuffer(nodeDeserialize(serializeMessage(GuestBuffer.from('hi'))))).toBe(true);
  });

  test('what cannot be cloned is a DataCloneError', () => {
    for (const value of [() => {}, Symbol('s'), { f() {} }, Promise.resolve()]) {
      expect(() => serializeMessage(value)).toThrow(expect.objectContaining({ name: 'DataCloneError', code: 25 }));
    }
  });

  test('damaged bytes are an error', () => {
    const bytes = nodeSerialize({ a: [1, 2, 'three'] });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => deserializeMessage(bytes.subarray(0, length))).toThrow();
    }
    expect(() => deserializeMessage(Uint8Array.of(255, 15, 0x41, 255, 255, 255, 255, 15))).toThrow(
      'Unable to deserialize',
    );
  });
});

describe('frames', () => {
  const messages = [{ a: 1 }, 'text with 中文', null, { big: 'x'.repeat(100_000) }, [true]];
  for (const Codec of [JsonCodec, AdvancedCodec]) {
    for (const size of [1, 3, 4, 1000, 1_000_000]) {
      test(`${Codec.name} in pieces of ${size} bytes`, () => {
        const bytes = Buffer.concat(messages.map((message) => new Codec().encode(message)));
        const codec = new Codec();
        const received: unknown[] = [];
        for (let at = 0; at < bytes.length; at += size) received.push(...codec.decode(bytes.subarray(at, at + size)));
        expect(received).toEqual(messages);
        expect(codec.buffering).toBe(false);
      });
    }
  }
});
