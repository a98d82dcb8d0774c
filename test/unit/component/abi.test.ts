/** Values through the canonical ABI: into a guest's memory and core values, and out again. */
import { expect, test } from 'vitest';
import { Codecs } from '../../../src/component/abi/codecs.ts';
import { Handles } from '../../../src/component/abi/handles.ts';
import { GuestMemory } from '../../../src/component/abi/memory.ts';
import type { TypeDef, TypeRef } from '../../../src/component/plan.ts';

const PAGE = 65_536;

class Thing {
  readonly name: string;
  dropped = false;
  constructor(name: string) {
    this.name = name;
  }
  [Symbol.dispose](): void {
    this.dropped = true;
  }
}

/** A guest that hands out its memory from the bottom up. */
function guest(pages = 4) {
  const api = WebAssembly as unknown as { Memory: new (size: { initial: number }) => WebAssembly.Memory };
  const memory = new api.Memory({ initial: pages });
  let top = 1024;
  const realloc = (_old: number, _size: number, alignment: number, size: number) => {
    top = Math.ceil(top / alignment) * alignment;
    top += size;
    return top - size;
  };
  const handles = new Handles([{ name: 'thing', implementation: () => Thing }]);
  const guestMemory = new GuestMemory(memory, realloc, handles);
  guestMemory.begin();
  return { memory: guestMemory, handles, bytes: () => new Uint8Array(memory.buffer) };
}

function codec(types: TypeDef[], ref: TypeRef = types.length - 1) {
  return new Codecs({ types }).of(ref);
}

const thing = new Thing('one');

test.each<[string, TypeDef[], TypeRef, unknown]>([
  ['bool', [], 'bool', true],
  ['s8', [], 's8', -128],
  ['u8', [], 'u8', 255],
  ['s16', [], 's16', -32_768],
  ['u16', [], 'u16', 65_535],
  ['s32', [], 's32', -2_147_483_648],
  ['u32', [], 'u32', 4_294_967_295],
  ['s64', [], 's64', -(2n ** 63n)],
  ['u64', [], 'u64', 2n ** 64n - 1n],
  ['f32', [], 'f32', 0.5],
  ['f64', [], 'f64', Number.MIN_VALUE],
  ['char', [], 'char', '𝄞'],
  ['empty string', [], 'string', ''],
  ['short string', [], 'string', 'plain'],
  ['string that begins with a BOM', [], 'string', '\ufeffx'],
  ['long string', [], 'string', 'ä€𝄞'.repeat(1000)],
  [
    'record',
    [
      {
        kind: 'record',
        fields: [
          ['an-id', 'u8'],
          ['name', 'string'],
          ['big', 'u64'],
        ],
      },
    ],
    0,
    { anId: 7, name: 'n', big: 1n },
  ],
  ['tuple', [{ kind: 'tuple', items: ['u8', 'f64', 'u16'] }], 0, [1, 2.5, 3]],
  ['flags', [{ kind: 'flags', names: ['one', 'two-three', 'four'] }], 0, { one: true, twoThree: false, four: true }],
  ['enum', [{ kind: 'enum', names: ['first', 'second-one'] }], 0, 'second-one'],
  ['none', [{ kind: 'option', some: 'u32' }], 0, undefined],
  ['some', [{ kind: 'option', some: 'u32' }], 0, 0],
  [
    'some none',
    [
      { kind: 'option', some: 'u8' },
      { kind: 'option', some: 0 },
    ],
    1,
    { tag: 'some', val: undefined },
  ],
  ['ok', [{ kind: 'result', ok: 'u32', error: 'string' }], 0, { tag: 'ok', val: 5 }],
  ['err', [{ kind: 'result', ok: 'u32', error: 'string' }], 0, { tag: 'err', val: 'no' }],
  ['bytes', [{ kind: 'list', element: 'u8' }], 0, Uint8Array.of(1, 2, 3)],
  ['numbers', [{ kind: 'list', element: 'f64' }], 0, Float64Array.of(1.5, -2)],
  ['list of strings', [{ kind: 'list', element: 'string' }], 0, ['a', '', 'c']],
  ['own', [{ kind: 'own', resource: 0 }], 0, thing],
])('%s', (_name, types, ref, value) => {
  const { memory } = guest();
  const { size, alignment, flat, load, store, lift, lower } = codec(types, ref);
  const at = memory.allocate(size, alignment);
  store(memory, at, value);
  expect(load(memory, at)).toEqual(value);
  const values: (number | bigint)[] = [];
  lower(memory, value, values);
  expect(values.map((item) => typeof item)).toEqual(flat.map((type) => (type === 'i64' ? 'bigint' : 'number')));
  const source = { values, at: 0 };
  expect(lift(memory, source)).toEqual(value);
  expect(source.at).toBe(flat.length);
});

test('the cases of a variant share core values of the widest type', () => {
  const { memory } = guest();
  const shared = codec([
    { kind: 'tuple', items: ['u8', 'f64'] },
    {
      kind: 'variant',
      cases: [
        ['none', null],
        ['int', 'u32'],
        ['half', 'f32'],
        ['long', 's64'],
        ['pair', 0],
      ],
    },
  ]);
  expect(shared.flat).toEqual(['i32', 'i64', 'f64']);
  for (const value of [
    { tag: 'none' },
    { tag: 'int', val: 4_000_000_000 },
    { tag: 'half', val: -0.25 },
    { tag: 'long', val: -3n },
    { tag: 'pair', val: [9, 1 / 3] },
  ]) {
    const values: (number | bigint)[] = [];
    shared.lower(memory, value, values);
    expect(values).toHaveLength(3);
    expect(shared.lift(memory, { values, at: 0 })).toEqual(value);
  }
});

test('records are laid out as the canonical ABI says', () => {
  const { memory, bytes } = guest();
  const record = codec([
    {
      kind: 'record',
      fields: [
        ['a', 'u8'],
        ['b', 'u32'],
        ['c', 'u16'],
      ],
    },
  ]);
  expect([record.size, record.alignment]).toEqual([12, 4]);
  record.store(memory, 64, { a: 1, b: 0x04030201, c: 0x0605 });
  expect([...bytes().subarray(64, 76)]).toEqual([1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0]);
});

test('what the guest points at has to be in its memory', () => {
  const { memory } = guest(1);
  const list = codec([{ kind: 'list', element: 'u32' }]);
  for (const [pointer, length] of [
    [PAGE - 4, 2],
    [PAGE, 1],
    [0xfffffffc, 1],
    [0, 0xffffffff],
  ] as const) {
    memory.begin();
    expect(() => list.lift(memory, { values: [pointer, length], at: 0 })).toThrow('out of the bounds');
  }
  const text = codec([], 'string');
  expect(() => text.lift(memory, { values: [PAGE - 1, 2], at: 0 })).toThrow('out of the bounds');
  expect(() => text.load(memory, PAGE)).toThrow(RangeError);
});

test('a guest cannot have the same bytes copied without end', () => {
  const { memory } = guest(1);
  const strings = codec([{ kind: 'list', element: 'string' }]);
  // A thousand strings, each of them nearly all of the memory.
  const count = 1000;
  for (let i = 0; i < count; i++) {
    memory.view.setUint32(i * 8, 0, true);
    memory.view.setUint32(i * 8 + 4, PAGE - 1, true);
  }
  memory.begin();
  expect(() => strings.lift(memory, { values: [0, count], at: 0 })).toThrow('more bytes than the guest has');
  const empty = codec([
    { kind: 'tuple', items: [] },
    { kind: 'list', element: 0 },
  ]);
  memory.begin();
  expect(() => empty.lift(memory, { values: [0, 0xffffffff], at: 0 })).toThrow('too long');
});

test('values that are none of their type trap', () => {
  const { memory } = guest();
  const choice = codec([{ kind: 'enum', names: ['a', 'b'] }]);
  expect(() => choice.lift(memory, { values: [2], at: 0 })).toThrow('invalid discriminant');
  expect(() => choice.lower(memory, 'c', [])).toThrow(TypeError);
  const char = codec([], 'char');
  for (const code of [0xd800, 0x110000]) {
    expect(() => char.lift(memory, { values: [code], at: 0 })).toThrow('invalid character');
  }
  expect(() => codec([], 'string').lower(memory, 5, [])).toThrow('a number where the WIT has a string');
});

test('handles: lent, given away, dropped, never twice', () => {
  const { memory, handles } = guest();
  const own = codec([{ kind: 'own', resource: 0 }]);
  const borrow = codec([{ kind: 'borrow', resource: 0 }]);
  const [first, second] = [new Thing('first'), new Thing('second')];
  const values: (number | bigint)[] = [];
  own.lower(memory, first, values);
  own.lower(memory, second, values);
  expect(values).toEqual([1, 2]);
  expect(borrow.lift(memory, { values, at: 0 })).toBe(first);
  expect(own.lift(memory, { values, at: 0 })).toBe(first);
  expect(first.dropped).toBe(false);
  expect(() => borrow.lift(memory, { values, at: 0 })).toThrow('1 is no handle of a thing');
  handles.drop(0, 2);
  expect(second.dropped).toBe(true);
  for (const handle of [0, 2, 3, 0xffffffff]) expect(() => handles.drop(0, handle)).toThrow('no handle');
  expect(() => own.lower(memory, {}, [])).toThrow('not a thing');
});

test('an allocator that lies ends the instance', () => {
  const { handles } = guest();
  const api = WebAssembly as unknown as { Memory: new (size: { initial: number }) => WebAssembly.Memory };
  const memory = new api.Memory({ initial: 1 });
  for (const pointer of [PAGE - 2, -1, 3]) {
    const lying = new GuestMemory(memory, () => pointer, handles);
    expect(() => lying.allocate(8, 4)).toThrow('memory that it does not have');
  }
});
