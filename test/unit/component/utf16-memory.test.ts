import { expect, test } from 'vitest';
import { Handles } from '../../../src/component/abi/handles.ts';
import { Utf16Memory } from '../../../src/component/abi/memory.ts';
import { Trap } from '../../../src/component/abi/trap.ts';

const PAGE = 65_536;
const api = WebAssembly as unknown as { Memory: new (size: { initial: number }) => WebAssembly.Memory };

function memory(place = 1024): Utf16Memory {
  const made = new Utf16Memory(new api.Memory({ initial: 1 }), () => place, new Handles([]));
  made.begin();
  return made;
}

test.each(['', 'text', 'grüße 😀', 'x'.repeat(10_000)])('a string goes in and comes out: %.10s', (text) => {
  const guest = memory();
  const [pointer, length] = guest.writeString(text);
  expect([pointer, length]).toEqual([1024, text.length]);
  expect(guest.readString(pointer, length)).toBe(text);
});

test('half of a pair of surrogates is no text, either way', () => {
  const guest = memory();
  expect(guest.readString(...guest.writeString('a\ud800b'))).toBe('a\ufffdb');
  guest.view.setUint16(0, 0xdc00, true);
  expect(guest.readString(0, 1)).toBe('\ufffd');
});

test('what is not in the memory of the guest traps', () => {
  expect(() => memory().readString(PAGE - 2, 2)).toThrow(Trap);
  expect(() => memory().readString(0, 2 ** 32 - 1)).toThrow(Trap);
  expect(() => memory().readString(1, 1)).toThrow(Trap);
  expect(() => memory(1025).writeString('a')).toThrow(Trap);
  expect(() => memory(PAGE - 2).writeString('ab')).toThrow(Trap);
});

test('one call copies no more than the guest has', () => {
  const guest = memory();
  guest.readString(0, PAGE / 2);
  expect(() => guest.readString(0, 1)).toThrow(Trap);
});
