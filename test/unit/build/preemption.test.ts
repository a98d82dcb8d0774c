/** Loops that ask the host whether to go on. */
import { parse } from '@bytecodealliance/jco';
import { expect, test } from 'vitest';
import { FUEL, INTERRUPT, makeInterruptible } from '../../../src/build/core-module/preemption.ts';

interface Variable {
  value: unknown;
}

/** An instance of a module in text form, whose interrupts call `onInterrupt`. */
async function interruptible(text: string, onInterrupt: (fuel: Variable) => void) {
  const module = new WebAssembly.Module(makeInterruptible(await parse(text)) as Uint8Array<ArrayBuffer>);
  const exports = new WebAssembly.Instance(module, { m: { f: () => 1, g: 0 } }).exports as Record<string, unknown>;
  const trampoline = new WebAssembly.Module(
    (await parse('(module (import "h" "i" (func)) (func (export "i") call 0))')) as Uint8Array<ArrayBuffer>,
  );
  const fuel = exports[FUEL] as Variable;
  const { i } = new WebAssembly.Instance(trampoline, { h: { i: () => onInterrupt(fuel) } }).exports;
  (exports[INTERRUPT] as Variable).value = i;
  return exports as Record<string, (...args: number[]) => number> & Record<string, unknown>;
}

const LOOPS = `(module
  (import "m" "f" (func $f (result i32)))
  (import "m" "g" (global $g i32))
  (type $t (func (param i32) (result i32)))
  (table 2 funcref)
  (elem (i32.const 0) $nested $f2)
  (memory (export "memory") 1)
  (global $own (mut i32) (i32.const 7))
  (func $nested (export "nested") (type $t) (local $i i32) (local $j i64) (local f64)
    (loop $outer
      (local.set $j (i64.const 0))
      (loop $inner
        (local.set $j (i64.add (local.get $j) (i64.const 1)))
        (br_if $inner (i64.lt_u (local.get $j) (i64.const 10))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $outer (i32.lt_u (local.get $i) (local.get 0))))
    (i32.add (local.get $i) (global.get $own)))
  (func $f2 (type $t) (call_indirect (type $t) (local.get 0) (i32.const 0)))
  (func (export "forever") (loop $l (br $l)))
  (func (export "bulk") (memory.fill (i32.const 0) (i32.const 1) (i32.const 10)) (drop (i32.trunc_sat_f64_s (f64.const 1.5)))
    (block (br_table 0 0 0 (i32.const 1))))
  (func $grow (param i32) (result i32) (loop $l (br_if $l (i32.eqz (local.get 0)))) (local.get 0))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (call $grow (i32.const 64))))`;

test('a loop asks when its fuel is used up, once a turn', async () => {
  let asked = 0;
  const exports = await interruptible(LOOPS, (fuel) => {
    asked++;
    fuel.value = 100;
  });
  expect(exports['nested']?.(50)).toBe(57);
  // 50 turns of the outer loop and 500 of the inner one.
  expect(asked).toBe(6);
  expect((exports[FUEL] as unknown as Variable).value).toBe(600 - 550);
});

test('the host ends a loop that has no end', async () => {
  let asked = 0;
  const { forever } = await interruptible(LOOPS, (fuel) => {
    fuel.value = 10;
    if (++asked === 3) throw new Error('enough');
  });
  expect(() => forever?.()).toThrow('enough');
});

test('what an allocator calls never asks: the host is in the middle of a call', async () => {
  const { cabi_realloc: realloc } = await interruptible(LOOPS, () => {
    throw new Error('asked');
  });
  expect(realloc?.(0, 0, 1, 1)).toBe(64);
});

test('instructions with long immediates are passed over', async () => {
  const { bulk, memory } = await interruptible(LOOPS, () => {});
  bulk?.();
  const bytes = new Uint8Array((memory as unknown as WebAssembly.Memory).buffer);
  expect([...bytes.subarray(0, 11)]).toEqual([...new Array(10).fill(1), 0]);
});

test('a module without loops stays as it is', async () => {
  const module = await parse('(module (func (export "f")))');
  expect(makeInterruptible(module)).toBe(module);
});
