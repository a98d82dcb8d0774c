/** The JavaScript interface of `WebAssembly`, as V8 has it. */
import { describe, expect, test } from 'vitest';
import { WebAssembly as guest } from '../../../shims/internal/webassembly/namespace.ts';
import { type Api, list, moduleOf, name } from './binary.ts';

const ours = guest as unknown as Api;
const v8 = WebAssembly as unknown as Api;

/** Imports one of each kind, puts its functions into the table, and calls through it. */
const LINKED = moduleOf(
  [
    { name: 'double', params: ['i32'], results: ['i32'], body: [0x20, 0, 0x41, 2, 0x6c] },
    { name: 'through', params: ['i32'], results: ['i32'], body: [0x41, 21, 0x20, 0, 0x11, 0, 0] },
    { name: 'count', params: [], results: ['i32'], body: [0x23, 0, 0x41, 1, 0x6a, 0x24, 0, 0x23, 0] },
  ],
  {
    2: list([
      [...name('env'), ...name('f'), 0, 0],
      [...name('env'), ...name('table'), 1, 0x70, 0, 4],
      [...name('env'), ...name('memory'), 2, 0, 1],
      [...name('env'), ...name('global'), 3, 0x7f, 1],
    ]),
    5: [0],
    7: list([
      [...name('through'), 0, 2],
      [...name('f'), 0, 0],
      [...name('double'), 0, 1],
      [...name('count'), 0, 3],
      [...name('memory'), 2, 0],
      [...name('table'), 1, 0],
    ]),
    9: list([[0, 0x41, 1, 0x0b, 2, 1, 0]]),
    11: list([[0, 0x41, 16, 0x0b, 2, 0x68, 0x69]]),
  },
);

const environment = (api: Api) => ({
  f: (value: number) => value + 0.9,
  table: new api.Table({ element: 'anyfunc', initial: 4 }),
  memory: new api.Memory({ initial: 1 }),
  global: new api.Global({ value: 'i32', mutable: true }, 5),
});

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return `${(error as Error).name} ${(error as Error).message.replace(/:.*/, '')}`;
  }
  return 'none';
}

describe.each([
  ['the guest', ours],
  ['V8', v8],
] as const)('%s', (_, api) => {
  test('links what it is given', async () => {
    const env = environment(api);
    const { module, instance } = await api.instantiate(LINKED, { env });
    const exports = instance.exports as Record<string, (...args: unknown[]) => unknown>;
    expect(api.Module.imports(module).map(({ kind }) => kind)).toEqual(['function', 'table', 'memory', 'global']);
    expect(exports['memory']).toBe(env.memory);
    expect(exports['table']).toBe(env.table);
    expect(Buffer.from(env.memory.buffer, 16, 2).toString()).toBe('hi');
    expect([exports['through']?.(1), exports['through']?.(2)]).toEqual([42, 21]);
    expect(env.table.get(1)).toBe(exports['double']);
    expect(env.table.get(0)).toBeNull();
    expect([exports['count']?.(), exports['count']?.(), env.global.value]).toEqual([6, 7, 7]);
    expect([exports['double']?.name, exports['double']?.length]).toEqual(['1', 1]);
    expect(failure(() => exports['through']?.(0))).toMatch(/^RuntimeError/);
    expect(failure(() => exports['through']?.(9))).toBe('RuntimeError table index is out of bounds');
    expect(Object.isFrozen(exports)).toBe(true);
    const again = new api.Instance(module, { env: { ...env, f: exports['double'] } });
    expect(again.exports['f']).toBe(exports['double']);
  });

  test('says what does not fit', () => {
    const module = new api.Module(LINKED);
    const env = environment(api);
    const link = (imports?: object) => failure(() => new api.Instance(module, imports));
    expect([
      link(),
      link({}),
      link({ env: {} }),
      link({ env: { ...env, table: {} } }),
      link({ env: { ...env, table: new api.Table({ element: 'anyfunc', initial: 1 }) } }),
      link({ env: { ...env, memory: null } }),
      link({ env: { ...env, global: 5 } }),
      failure(() => new api.Module('text' as never)),
      failure(() => new api.Memory({ initial: 2, maximum: 1 })),
      failure(() => new api.Table({ element: 'i32' as never, initial: 1 })),
      failure(() => new api.Global({ value: 'i16' as never })),
      failure(() => new api.Global({ value: 'i64' }, 5 as never)).replace(/ .*/, ''),
      failure(() => new api.Memory({ initial: 1, maximum: 1 }).grow(1)),
      failure(() => env.table.get(4)),
    ]).toEqual([
      'TypeError WebAssembly.Instance()',
      'TypeError WebAssembly.Instance()',
      ...Array.from({ length: 5 }, () => 'LinkError WebAssembly.Instance()'),
      'TypeError WebAssembly.Module()',
      'RangeError WebAssembly.Memory()',
      'TypeError WebAssembly.Table()',
      'TypeError WebAssembly.Global()',
      'TypeError',
      'RangeError WebAssembly.Memory.grow()',
      'RangeError WebAssembly.Table.get()',
    ]);
  });

  test('a memory that grows is another buffer, and the old one is gone', () => {
    const memory = new api.Memory({ initial: 1, maximum: 3 });
    const { buffer } = memory;
    new Uint8Array(buffer)[0] = 7;
    expect(memory.buffer).toBe(buffer);
    expect(memory.grow(2)).toBe(1);
    expect([buffer.byteLength, memory.buffer.byteLength]).toEqual([0, 3 * 65_536]);
    expect(new Uint8Array(memory.buffer)[0]).toBe(7);
  });

  test('names', () => {
    expect([String(api), String(new api.Memory({ initial: 0 })), new api.RuntimeError('x').name]).toEqual([
      '[object WebAssembly]',
      '[object WebAssembly.Memory]',
      'RuntimeError',
    ]);
    expect(
      Object.keys(api)
        .filter((key) => key !== 'promising')
        .sort(),
    ).toEqual(['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming', 'validate']);
  });
});
