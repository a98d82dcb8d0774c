/** node:v8: what it writes, Node reads, and the other way round. */
import v8 from 'node:v8';
import { describe, expect, test } from 'vitest';
import { scriptRunner } from '../vm/run-both.ts';

const { guest, node } = scriptRunner();

const VALUES = `[
  undefined, null, true, 1, -1.5, -0, NaN, 2 ** 40, 'text', 'täxt', '\u{1f600}', 12345678901234567890n, new Date(5), /a+/gi,
  [1, , 3], { a: { b: [] } }, new Map([[1, new Set([2])]]), new Uint16Array([1, 2]), Buffer.from('abc'), new Error('e').message,
  Object('boxed'), new ArrayBuffer(3), new DataView(new ArrayBuffer(2)),
]`;

describe('serialize', () => {
  test('writes the bytes that Node writes', async () => {
    const source = `const v8 = require('v8'); for (const value of ${VALUES}) console.log(v8.serialize(value).toString('hex'));`;
    expect((await guest(source)).stdout).toBe(node(source).stdout);
  });

  test('a buffer that was read is one of its own', async () => {
    const source = `const v8 = require('v8'); const bytes = Buffer.from(v8.serialize(new ArrayBuffer(3)));
      const read = v8.deserialize(bytes); bytes.fill(9); console.log(read.byteLength, new Uint8Array(read).join());`;
    expect((await guest(source)).stdout).toBe(node(source).stdout);
  });

  test('reads what Node wrote', async () => {
    const circular: Record<string, unknown> = { a: [1, 2n, 'x'] };
    circular['self'] = circular;
    const bytes = v8.serialize(circular).toString('hex');
    const { stdout } = await guest(`const value = require('v8').deserialize(Buffer.from('${bytes}', 'hex'));
      console.log(value.a.map(String).join(), value.self === value);`);
    expect(stdout).toBe('1,2,x true\n');
  });

  test('refuses what cannot be written, and bytes that are none', async () => {
    const source = `const v8 = require('v8');
      for (const run of [() => v8.serialize(() => {}), () => v8.deserialize('x'), () => new v8.Deserializer(5)]) {
        try { run(); } catch (error) { console.log(error.name, error.message); }
      }`;
    expect((await guest(source)).stdout).toBe(node(source).stdout);
  });

  test('hands over buffers by a number', async () => {
    const source = `const v8 = require('v8'); const buffer = new ArrayBuffer(4);
      const s = new v8.Serializer(); s.writeHeader(); s.transferArrayBuffer(3, buffer); s.writeValue({ buffer });
      const bytes = s.releaseBuffer(); console.log(bytes.toString('hex'));
      const d = new v8.Deserializer(bytes); d.readHeader(); d.transferArrayBuffer(3, buffer); console.log(d.readValue().buffer === buffer);`;
    expect((await guest(source)).stdout).toBe(node(source).stdout);
  });

  test('lets subclasses write what they like', async () => {
    const source = `const v8 = require('v8');
      class S extends v8.DefaultSerializer { _writeHostObject(o) { this.writeUint32(o.length); this.writeDouble(0.5); } }
      class D extends v8.DefaultDeserializer { _readHostObject() { return [this.readUint32(), this.readDouble()]; } }
      const s = new S(); s.writeHeader(); s.writeValue({ v: new Uint8Array(7) });
      const d = new D(s.releaseBuffer()); d.readHeader(); console.log(JSON.stringify(d.readValue()), d.getWireFormatVersion());`;
    expect((await guest(source)).stdout).toBe(node(source).stdout);
  });
});

test('the heap is the memory of the instance, and V8’s own is refused', async () => {
  const { stdout } = await guest(`const v8 = require('v8');
    const { total_heap_size, heap_size_limit } = v8.getHeapStatistics();
    const refused = ['getHeapSnapshot', 'writeHeapSnapshot', 'getHeapCodeStatistics'].map((name) => {
      try { v8[name](); } catch (error) { return error.code; }
    });
    console.log(total_heap_size > 1e6, total_heap_size <= heap_size_limit, new Set(refused).size, refused[0]);`);
  expect(stdout).toBe('true true 1 ERR_FEATURE_UNAVAILABLE_ON_PLATFORM\n');
});
