/** structuredClone. */
import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', () => import('../encoding/host.ts'));
vi.mock('zora:node/reactor-host@0.1.0', () => ({}));
vi.mock('zora:node/stdio@0.1.0', () => ({}));
const { structuredClone } = await import('../../../shims/globals/structured-clone.ts');
const { File } = await import('../../../shims/globals/blob.ts');
const { Headers } = await import('../../../shims/internal/fetch/headers.ts');

const VALUES: Record<string, () => unknown> = {
  primitives: () => [undefined, null, true, 1n, -0, Number.NaN, 'x'],
  boxed: () => [Object(true), Object(1), Object('s'), Object(2n)],
  dates: () => [new Date(5), new Date(Number.NaN)],
  expressions: () => [/a\/b/giu],
  collections: () => [new Map<unknown, unknown>([[{ a: 1 }, new Set([1, [2]])]]), new Set(['x'])],
  buffers: () => [
    new ArrayBuffer(3),
    Uint16Array.of(1, 2).subarray(1),
    new DataView(new ArrayBuffer(8), 2, 3),
    Buffer.from('x'),
  ],
  resizable: () => [new ArrayBuffer(2, { maxByteLength: 9 })],
  sparse: () => Object.assign(Array(3), { 0: 1, 2: 3, named: 'x' }),
  objects: () => ({ a: { b: [{}] }, [Symbol('hidden')]: 1, __proto__: null }),
  instances: () =>
    new (class Point {
      x = 1;
      get y() {
        return 2;
      }
    })(),
  getters: () => ({
    get a() {
      return [1];
    },
  }),
};

describe('copies', () => {
  test.each(Object.entries(VALUES))('%s as Node does', (_, make) => {
    const options = { depth: null, showHidden: true };
    const strip = (text: string) => text.replace(/^ +at .*$/gm, '');
    const value = make();
    expect(strip(inspect(structuredClone(value), options))).toBe(
      strip(inspect(globalThis.structuredClone(value), options)),
    );
    expect(structuredClone(value)).not.toBe(value);
  });

  test('errors keep class, message, stack and cause, and lose the rest', () => {
    const error = Object.assign(new RangeError('r', { cause: { deep: 1 } }), { extra: 1 });
    const copy = structuredClone(error);
    expect(copy).toBeInstanceOf(RangeError);
    expect([copy.message, copy.stack, copy.cause, 'extra' in copy]).toEqual(['r', error.stack, { deep: 1 }, false]);
    expect(copy.cause).not.toBe(error.cause);
    expect(structuredClone(Object.assign(new Error('x'), { name: 'Other' })).name).toBe('Error');
  });

  test('circles and shared parts keep their identity', () => {
    const shared = {};
    const value: Record<string, unknown> = { a: shared, b: [shared], map: new Map() };
    value['self'] = value;
    (value['map'] as Map<unknown, unknown>).set(value, shared);
    const copy = structuredClone(value) as { a: object; b: object[]; self: unknown; map: Map<unknown, unknown> };
    expect(copy.self).toBe(copy);
    expect(copy.b[0]).toBe(copy.a);
    expect(copy.map.get(copy)).toBe(copy.a);
  });

  test('views of one buffer share it', () => {
    const buffer = new ArrayBuffer(4);
    const [a, b] = structuredClone([new Uint8Array(buffer, 1), new Uint16Array(buffer)]) as [Uint8Array, Uint16Array];
    expect(a.buffer).toBe(b.buffer);
    expect([a.byteOffset, a.length, b.length]).toEqual([1, 3, 2]);
  });

  test('data a hundred thousand levels deep', () => {
    let value: { next?: unknown } = {};
    for (let level = 0; level < 100_000; level++) value = { next: value };
    expect(structuredClone(value)).toHaveProperty('next.next.next');
  });

  test('files', async () => {
    const copy = structuredClone(new File(['abc'], 'n.txt', { type: 'text/plain', lastModified: 7 }));
    expect([copy.name, copy.type, copy.lastModified, await copy.text()]).toEqual(['n.txt', 'text/plain', 7, 'abc']);
  });
});

describe('transfers', () => {
  test('moves a buffer, and views of it keep their place', () => {
    const buffer = Uint8Array.of(1, 2, 3, 4).buffer;
    const view = new Uint8Array(buffer, 1, 2);
    const copy = structuredClone({ first: 0, view, buffer, last: 1 }, { transfer: [buffer] });
    expect([...copy.view]).toEqual([2, 3]);
    expect(copy.view.buffer).toBe(copy.buffer);
    expect(Object.keys(copy)).toEqual(['first', 'view', 'buffer', 'last']);
    expect(buffer.detached).toBe(true);
  });

  test('moves nothing where the copy fails', () => {
    const buffer = new ArrayBuffer(4);
    expect(() => structuredClone({ buffer, bad: () => 1 }, { transfer: [buffer] })).toThrow('could not be cloned');
    expect(buffer.detached).toBe(false);
  });

  test('refuses the same buffer twice, and what is no buffer', () => {
    const buffer = new ArrayBuffer(1);
    for (const transfer of [[buffer, buffer], [{}]]) {
      expect(() => structuredClone(0, { transfer })).toThrow(expect.objectContaining({ name: 'DataCloneError' }));
    }
  });
});

test.each([
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['a promise', Promise.resolve()],
  ['a weak map', new WeakMap()],
  ['an object of a web class', new Headers()],
  ['something below', [{ a: () => 1 }]],
])('refuses %s', (_, value) => {
  expect(() => structuredClone(value)).toThrow(expect.objectContaining({ name: 'DataCloneError', code: 25 }));
});
