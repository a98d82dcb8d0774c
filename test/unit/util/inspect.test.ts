/** The guest's inspect and format say what Node's say. */
import * as node from 'node:util';
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('./host.ts')).system);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('./host.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('./host.ts')).stdio);
(await import('../../../shims/internal/instance.ts')).start();
const { format, inspect } = await import('../../../shims/internal/util/inspect.ts');

class Point {
  x = 1;
  get y(): number {
    return 2;
  }
}
class Tagged extends Point {
  readonly [Symbol.toStringTag] = 'tag';
}
const circular: Record<string, unknown> = { inner: {} };
circular['inner'] = { back: circular };
circular['again'] = circular['inner'];
const sparse = Object.assign(Array(3), { 0: 1, 2: 3 });
const failure = Object.assign(new Error('outer', { cause: new TypeError('inner') }), { extra: 1 });

const VALUES: Record<string, unknown> = {
  number: -0,
  string: `it's "quoted"\n\`\\`,
  symbol: Symbol('a\nb'),
  bigint: 10n,
  empty: [[], {}, new Map(), new Set()],
  nested: { a: { b: { c: { d: 1 } } } },
  numbers: Array.from({ length: 120 }, (_, i) => i * 7),
  words: Array.from({ length: 30 }, (_, i) => 'w'.repeat(i % 9)),
  wide: ['中文', '한국', '😀', 'é'].concat(Array(5).fill('a')),
  long: { text: 'line one\nline two '.repeat(20) },
  instance: [new Point(), new Tagged(), Point, Tagged],
  functions: [() => 1, async () => 1, function* g() {}, async function* ag() {}, class {}],
  circular,
  sparse,
  failure,
  aggregate: new AggregateError([new Error('1')], 'many'),
  map: new Map<unknown, unknown>([[{ a: 1 }, new Set([[1]])]]),
  binary: [new Uint8Array(3), new Float64Array([1.5, -0]), Buffer.alloc(0).buffer.slice(0, 4)],
  dates: [new Date(0), new Date(Number.NaN), /a\/b/gi],
  boxed: [new Number(3), new String('ab'), Object(1n), Object(Symbol('z'))],
  accessors: Object.defineProperties({}, { g: { get: () => 1, enumerable: true }, s: { set() {}, enumerable: true } }),
  keys: { 'a-b': 1, __proto__x: 2, [Symbol('s')]: 3, ünï: 4 },
  nullPrototype: Object.create(null),
  lost: [Object.setPrototypeOf([1], null), Object.setPrototypeOf(new Map([[1, 2]]), null)],
  rows: Array.from({ length: 8 }, (_, id) => ({ id, name: `n${id}`, tags: ['x'] })),
  custom: { [node.inspect.custom]: (depth: number) => `custom ${depth}\nline` },
};
const OPTIONS: Record<string, Record<string, unknown>> = {
  default: {},
  'compact: false': { compact: false },
  'compact: true': { compact: true },
  'depth: 0': { depth: 0 },
  'depth: null, colors': { depth: null, colors: true },
  'getters, sorted': { getters: true, sorted: true },
  limits: { maxArrayLength: 2, maxStringLength: 4, breakLength: 40 },
  numericSeparator: { numericSeparator: true },
};

/** Node 26 leaves out the brackets around symbols and puts them around what is no property; Node 24 is followed here. */
function asNode24(text: string): string {
  return text
    .replace(/^(\s*|.*?[{,] )((?:\u001b\[32m)?Symbol\([^)]*\)(?:\u001b\[39m)?):/gm, '$1[$2]:')
    .replace(/(?:\u001b\[32m)?\[byteLength\](?:\u001b\[39m)?:/g, 'byteLength:');
}

/** In colour, Node greys the working directory in stacks, which a guest's stacks do not name, and 26 also parts of patterns. */
const DIFFER_IN_COLOUR = ['failure', 'aggregate', 'dates'];

describe.each(Object.entries(OPTIONS))('inspect with %s', (_name, options) => {
  const values = Object.entries(VALUES).filter(([name]) => !('colors' in options && DIFFER_IN_COLOUR.includes(name)));
  test.each(values)('%s', (_value, value) => {
    expect(inspect(value, options)).toBe(asNode24(node.inspect(value, options)));
  });
});

test.each<[unknown[]]>([
  [['%s is %d%%', 'it', 5]],
  [['%s', { a: { b: 1 } }]],
  [['%s', new Date(0)]],
  [['%s', Symbol('x')]],
  [['%i %f %j', '12.5', '12.5', { a: 1 }]],
  [['%o', { f() {} }]],
  [['%O', { a: { b: { c: { d: 1 } } } }]],
  [['%x %s']],
  [['%c', 'color: red']],
  [['a', { b: 1 }, 'c']],
  [[{ b: 1 }, 'c', 4n]],
  [['%d', '0x10']],
  [['%j', circular]],
  [['100%', 1]],
])('format %# as Node does', (args) => {
  expect(format(...args)).toBe(node.format(...args));
});

test('what the engine hides is said to be unknown', () => {
  expect(inspect(Promise.resolve(1))).toBe('Promise { <state unknown> }');
  expect(inspect(new Map([[1, 2]]).entries())).toBe('[Map Iterator] { <items unknown> }');
});

test('a deep structure is cut before it overruns the engine', () => {
  const list: { next?: object } = {};
  let last = list;
  for (let i = 0; i < 10_000; i++) last = last.next = {};
  const text = inspect(list, { depth: Number.POSITIVE_INFINITY });
  expect(text).toContain('Inspection interrupted prematurely. Maximum call stack size exceeded.');
});

test('a revoked proxy is shown as one', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(inspect({ proxy })).toBe('{ proxy: <Revoked Proxy> }');
});
