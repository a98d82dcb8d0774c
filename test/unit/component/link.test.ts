/** Components that are damaged, or not what this host takes: an error with a code, whatever is in them. */
import { parse } from '@bytecodealliance/jco';
import { describe, expect, test } from 'vitest';
import { transpile } from '../../../src/build/transpile.ts';
import { linkComponent } from '../../../src/component/link/index.ts';

/** A component within a component: the inner one gives a function, and the outer one lowers it for a core module. */
const NESTED = `(component
  (import "zora:node/a@0.1.0" (instance $a
    (type $point (record (field "x" u32) (field "y-axis" string)))
    (export "point" (type $exported (eq $point)))
    (export "thing" (type $thing (sub resource)))
    (export "[method]thing.move" (func (param "self" (borrow $thing)) (param "to" $exported) (result bool)))))
  (component $inner
    (core module $m (func (export "f") (param i32) (result i32) local.get 0 i32.const 1 i32.add))
    (core instance $i (instantiate $m))
    (func (export "increment") (param "n" u32) (result u32) (canon lift (core func $i "f"))))
  (instance $inner (instantiate $inner))
  (core module $memory (memory (export "memory") 1) (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 0))
  (core instance $memory (instantiate $memory))
  (alias export $a "thing" (type $thing))
  (core func $move (canon lower (func $a "[method]thing.move") (memory (core memory $memory "memory")) (realloc (core func $memory "cabi_realloc"))))
  (core func $increment (canon lower (func $inner "increment")))
  (core func $drop (canon resource.drop $thing))
  (core module $main
    (import "host" "move" (func (param i32 i32 i32 i32) (result i32)))
    (import "host" "increment" (func (param i32) (result i32)))
    (import "host" "drop" (func (param i32)))
    (func (export "run") (result i32) (call 1 (i32.const 41))))
  (core instance $main (instantiate $main (with "host" (instance
    (export "move" (func $move)) (export "increment" (func $increment)) (export "drop" (func $drop))))))
  (func $run (result u32) (canon lift (core func $main "run")))
  (instance $exports (export "run" (func $run)))
  (export "zora:node/command@0.1.0" (instance $exports)))`;

const bytes = await parse(NESTED);

test('a plan names the core instances, the functions between them and their types', () => {
  const { plan, modules } = linkComponent(bytes);
  expect(plan.imports).toEqual(['zora:node/a']);
  expect(plan.resources).toEqual([{ interface: 'zora:node/a', name: 'thing' }]);
  expect(modules.size).toBe(3);
  expect(plan.steps).toHaveLength(3);
  expect(plan.functions.map(({ kind }) => kind).toSorted()).toEqual(['lower', 'lower', 'resource.drop']);
  const lowered = plan.functions.flatMap((definition) => (definition.kind === 'lower' ? [definition.callee] : []));
  expect(lowered).toEqual([{ interface: 'zora:node/a', name: '[method]thing.move' }, { lift: 0 }]);
  expect(plan.types).toContainEqual({
    kind: 'record',
    fields: [
      ['x', 'u32'],
      ['y-axis', 'string'],
    ],
  });
  expect(plan.exports).toEqual({ 'zora:node/command@0.1.0': { run: 1 } });
});

describe('a damaged component', () => {
  const code = (damaged: Uint8Array): string => {
    try {
      transpile(damaged);
      return 'read';
    } catch (error) {
      return String((error as { code?: unknown }).code);
    }
  };

  test('cut off anywhere', () => {
    const codes = new Set<string>();
    // A component that ends after a whole section is one.
    for (let length = 0; length < bytes.length; length++) codes.add(code(bytes.slice(0, length)));
    expect([...codes].toSorted()).toEqual(['ERR_COMPONENT_INVALID', 'read']);
    expect(code(bytes.slice(0, bytes.length - 1))).toBe('ERR_COMPONENT_INVALID');
  });

  test('any byte changed', () => {
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 0x7f, 0x80, 0xff]) {
        const damaged = bytes.slice();
        damaged[at] = value;
        expect(['ERR_COMPONENT_INVALID', 'read']).toContain(code(damaged));
      }
    }
  });
});

test.each([
  ['a core module', '(module)', 'not a WebAssembly component'],
  ['a resource of its own', '(component (type (resource (rep i32))))', 'a resource of its own'],
  ['a stream', '(component (type (stream u8)))', 'uses a stream'],
  ['a host function outside of an interface', '(component (import "f" (func)))', 'which is not an interface'],
])('%s is refused by name', async (_what, text, message) => {
  const component = await parse(text);
  expect(() => transpile(component)).toThrow(message);
});
