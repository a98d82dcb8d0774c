/** Every instruction does in the guest's WebAssembly what it does in V8's. */
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { WebAssembly as guest } from '../../../shims/internal/webassembly/namespace.ts';
import { LOADS, OPERATIONS, STORES } from '../../../shims/internal/webassembly/numeric.ts';
import { type Api, type Code, moduleOf, type Type, unsigned } from './binary.ts';

const ours = guest as unknown as Api;
const v8 = WebAssembly as unknown as Api;
type Function = (...args: unknown[]) => unknown;
type Exports = Record<string, unknown>;

const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  i32: [0, 1, -1, 2, 7, 31, 32, 33, 255, -128, 32768, 0x7fffffff, -0x80000000, 123456789],
  i64: [
    0n,
    1n,
    -1n,
    2n,
    31n,
    32n,
    63n,
    64n,
    255n,
    -128n,
    2n ** 31n,
    2n ** 53n + 1n,
    2n ** 63n - 1n,
    -(2n ** 63n),
    2n ** 62n + 3n,
  ],
  f32: [
    0,
    -0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    3.4e38,
    1e-45,
    2147483648,
    -2147483904,
    4294967296,
    2 ** 63,
    -(2 ** 63),
    2 ** 64,
    NaN,
    Infinity,
    -Infinity,
  ].map(Math.fround),
  f64: [
    0,
    -0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    -0.9,
    1e308,
    5e-324,
    2147483647.9,
    -2147483648.9,
    4294967295.9,
    4294967296,
    2 ** 53 + 2,
    2 ** 63,
    -(2 ** 63),
    2 ** 64,
    NaN,
    Infinity,
    -Infinity,
  ],
};

/** What a call gives, or which trap it ends in. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

function both(bytes: Uint8Array<ArrayBuffer>, imports?: object): [Exports, Exports] {
  return [
    new v8.Instance(new v8.Module(bytes), imports).exports,
    new ours.Instance(new ours.Module(bytes), imports).exports,
  ];
}

const get = (index: number) => [0x20, index];

test('numbers', () => {
  const codes: Code[] = [...OPERATIONS].map(([opcode, { operand, arity, result }]) => ({
    name: `0x${opcode.toString(16)}`,
    params: Array.from({ length: arity }, () => operand),
    results: [result],
    body: [...get(0), ...(arity === 2 ? get(1) : []), ...(opcode >= 0xfc00 ? [0xfc, opcode - 0xfc00] : [opcode])],
  }));
  expect(codes.length).toBeGreaterThan(130);
  const [native, translated] = both(moduleOf(codes));
  for (const { name, params } of codes) {
    const [first = [], second = [undefined]] = params.map((type) => VALUES[type] ?? []);
    for (const a of first) {
      for (const b of second) {
        const seen = outcome(() => (translated[name] as Function)(a, b));
        expect(seen, `${name}(${a}, ${b})`).toEqual(outcome(() => (native[name] as Function)(a, b)));
      }
    }
  }
});

test('memory', () => {
  const codes: Code[] = [
    ...LOADS.map(({ type }, i) => ({
      name: `load${i}`,
      params: ['i32'] as Type[],
      results: [type],
      body: [...get(0), 0x28 + i, 0, 3],
    })),
    ...STORES.map(({ type }, i) => ({
      name: `store${i}`,
      params: ['i32', type] as Type[],
      results: [],
      body: [...get(0), ...get(1), 0x36 + i, 0, 3],
    })),
    { name: 'size', params: [], results: ['i32'], body: [0x3f, 0] },
    { name: 'grow', params: ['i32'], results: ['i32'], body: [...get(0), 0x40, 0] },
    {
      name: 'copy',
      params: ['i32', 'i32', 'i32'],
      results: [],
      body: [...get(0), ...get(1), ...get(2), 0xfc, 10, 0, 0],
    },
    { name: 'fill', params: ['i32', 'i32', 'i32'], results: [], body: [...get(0), ...get(1), ...get(2), 0xfc, 11, 0] },
    {
      name: 'init',
      params: ['i32', 'i32', 'i32'],
      results: [],
      body: [...get(0), ...get(1), ...get(2), 0xfc, 8, 1, 0],
    },
    { name: 'drop', params: [], results: [], body: [0xfc, 9, 1] },
  ];
  const data = [2, 0, 0x41, 8, 0x0b, 3, 1, 2, 3, 1, 2, 0xfe, 0xff];
  const exports = both(moduleOf(codes, { 11: data, 12: [2] }));
  const run = (each: Exports): unknown[] => {
    const seen: unknown[] = [];
    const call = (name: string, ...args: unknown[]) =>
      seen.push([name, ...args, outcome(() => (each[name] as Function)(...args))]);
    for (const address of [0, 1, 5, 100, 65_520, 65_525, 65_532, 65_533, -1, -4]) {
      STORES.forEach(({ type }, i) => {
        for (const value of VALUES[type] ?? []) {
          call(`store${i}`, address, value);
          LOADS.forEach((_, j) => void call(`load${j}`, address));
        }
      });
    }
    call('copy', 3, 0, 20);
    call('fill', 50, 300, 10);
    call('init', 60, 0, 2);
    call('init', 60, 1, 2);
    call('copy', 65_530, 0, 7);
    call('fill', 65_536, 0, 0);
    call('fill', 65_537, 0, 0);
    call('drop');
    call('init', 60, 0, 1);
    call('grow', 1);
    call('grow', 2);
    call('size');
    call('store0', 100_000, 5);
    call('load0', 100_000);
    const { buffer } = each['memory'] as { buffer: ArrayBuffer };
    return [...seen, Buffer.from(buffer).toString('base64')];
  };
  expect(run(exports[1])).toEqual(run(exports[0]));
});

test('blocks, loops, branches, calls', () => {
  const I32 = 0x7f;
  const codes: Code[] = [
    // The factorial, by recursion.
    {
      name: 'factorial',
      params: ['i64'],
      results: ['i64'],
      body: [...get(0), 0x50, 0x04, 0x7e, 0x42, 1, 0x05, ...get(0), ...get(0), 0x42, 1, 0x7d, 0x10, 0, 0x7e, 0x0b],
    },
    // A sum, by a loop with a branch backwards and one out.
    {
      name: 'sum',
      params: ['i32'],
      results: ['i32'],
      locals: ['i32'],
      body: [
        0x02,
        0x40,
        0x03,
        0x40,
        ...get(0),
        0x45,
        0x0d,
        1,
        ...get(0),
        ...get(1),
        0x6a,
        0x21,
        1,
        ...get(0),
        0x41,
        1,
        0x6b,
        0x21,
        0,
        0x0c,
        0,
        0x0b,
        0x0b,
        ...get(1),
      ],
    },
    // A table of branches with a value.
    {
      name: 'table',
      params: ['i32'],
      results: ['i32'],
      body: [
        0x02,
        I32,
        0x02,
        I32,
        0x02,
        I32,
        0x41,
        10,
        ...get(0),
        0x0e,
        4,
        0,
        1,
        1,
        2,
        0,
        0x0b,
        0x41,
        1,
        0x6a,
        0x0b,
        0x41,
        2,
        0x6a,
        0x0b,
        0x41,
        3,
        0x6a,
      ],
    },
    // A local that changes after it was read, and before what was read is used.
    {
      name: 'order',
      params: ['i32'],
      results: ['i32'],
      body: [
        ...get(0),
        ...get(0),
        0x41,
        1,
        0x6a,
        0x22,
        0,
        0x02,
        0x40,
        ...get(0),
        0x0d,
        0,
        0x41,
        9,
        0x21,
        0,
        0x0b,
        0x6c,
        ...get(0),
        0x6b,
      ],
    },
    // Several results, and a block that takes operands.
    { name: 'pair', params: ['i32', 'f64'], results: ['f64', 'i32'], body: [...get(1), ...get(0)] },
    { name: 'swap', params: ['i32', 'f64'], results: ['f64', 'i32'], body: [...get(0), ...get(1), 0x10, 4] },
    { name: 'choose', params: ['f32', 'f32', 'i32'], results: ['f32'], body: [...get(0), ...get(1), ...get(2), 0x1b] },
    { name: 'never', params: [], results: ['i32'], body: [0x00, 0x6a, 0x1a, 0x41, 1, 0x0c, 0] },
    { name: 'early', params: ['i32'], results: ['i32'], body: [...get(0), 0x04, 0x40, 0x41, 5, 0x0f, 0x0b, 0x41, 6] },
  ];
  const [native, translated] = both(moduleOf(codes));
  const calls: [string, unknown[]][] = [
    ...[0n, 1n, 5n, 20n, 25n].map((n): [string, unknown[]] => ['factorial', [n]]),
    ...[0, 1, 10, 1000].map((n): [string, unknown[]] => ['sum', [n]]),
    ...[0, 1, 2, 3, 4, 5, -1].map((n): [string, unknown[]] => ['table', [n]]),
    ...[0, -1, 5].map((n): [string, unknown[]] => ['order', [n]]),
    ['pair', [1.9, '2.5']],
    ['swap', [1, 2]],
    ['choose', [1.1, 2.2, 1]],
    ['choose', [1.1, 2.2, 0]],
    ['never', []],
    ['early', [0]],
    ['early', [1]],
    ['factorial', [5]],
  ];
  for (const [name, args] of calls) {
    expect(
      outcome(() => (translated[name] as Function)(...args)),
      `${name}(${args})`,
    ).toEqual(outcome(() => (native[name] as Function)(...args)));
  }
});

test('a parser that people use: llhttp', () => {
  const bytes = createRequire(import.meta.url)('undici/lib/llhttp/llhttp-wasm.js') as Uint8Array<ArrayBuffer>;
  const drive = (api: Api): unknown[] => {
    const seen: unknown[] = [];
    const module = new api.Module(bytes);
    const env = Object.fromEntries(
      api.Module.imports(module).map(({ name }) => [
        name,
        (_: number, ...rest: number[]) => {
          seen.push(name, ...rest);
          return 0;
        },
      ]),
    );
    const { exports } = new api.Instance(module, { env });
    const call = (name: string, ...args: number[]): number => (exports[name] as (...args: number[]) => number)(...args);
    const parser = call('llhttp_alloc', 2);
    const text = Buffer.from(
      'HTTP/1.1 200 OK\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 !',
    );
    const at = call('malloc', text.length);
    new Uint8Array((exports['memory'] as { buffer: ArrayBuffer }).buffer).set(text, at);
    seen.push(call('llhttp_execute', parser, at, text.length), call('llhttp_get_error_pos', parser) - at);
    return seen;
  };
  const seen = drive(ours);
  expect(seen).toEqual(drive(v8));
  expect(seen).toContain('wasm_on_message_complete');
});

describe('what is refused', () => {
  const refusal = (bytes: Uint8Array<ArrayBuffer>) => outcome(() => new ours.Module(bytes));
  test.each([
    ['no module', Uint8Array.of(1, 2, 3, 4)],
    ['one that is cut off', moduleOf([]).slice(0, -1)],
    ['an operand that is missing', moduleOf([{ name: 'f', params: [], results: ['i32'], body: [0x6a] }])],
    ['an operand of another type', moduleOf([{ name: 'f', params: ['f32'], results: ['i32'], body: get(0) }])],
    ['a label that is not there', moduleOf([{ name: 'f', params: [], results: [], body: [0x0c, 7] }])],
    ['a local that is not there', moduleOf([{ name: 'f', params: [], results: ['i32'], body: get(3) }])],
    ['a function that is not there', moduleOf([{ name: 'f', params: [], results: [], body: [0x10, 9] }])],
    [
      'operands that are left over',
      moduleOf([{ name: 'f', params: [], results: [], body: [0x02, 0x40, 0x41, 1, 0x0b] }]),
    ],
    [
      'a count of locals that is absurd',
      moduleOf([{ name: 'f', params: [], results: [], body: [] }], {
        10: [1, 8, 1, ...unsigned(4_000_000_000), 0x7f, 0x0b],
      }),
    ],
  ])('%s', (_, bytes) => {
    expect(refusal(bytes)).toMatch(/^CompileError: WebAssembly\.Module\(\): /);
    expect(ours.validate(bytes)).toBe(false);
    expect(v8.validate(bytes)).toBe(false);
  });

  test('SIMD, which is not offered', () => {
    const bytes = moduleOf([
      { name: 'f', params: [], results: [], body: [0xfd, 0x0c, ...new Array(16).fill(0), 0x1a] },
    ]);
    expect(refusal(bytes)).toMatch(/CompileError: .*not offered here \(0xfd\)/);
  });
});
