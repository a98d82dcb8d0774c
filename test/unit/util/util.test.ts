/** The rest of node:util, beside Node's own. */
import * as node from 'node:util';
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('./host.ts')).system);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('./host.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('./host.ts')).stdio);
(await import('../../../shims/internal/instance.ts')).start();
const { default: util } = await import('../../../shims/util.ts');

/** What a call gives: its value, or its error's code and message. */
function outcome(call: () => unknown): unknown {
  try {
    return { value: call() };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { code, message };
  }
}

describe('parseArgs', () => {
  const options = {
    flag: { type: 'boolean', short: 'f' },
    name: { type: 'string', short: 'n', default: 'd' },
    many: { type: 'string', multiple: true },
  } as const;
  test.each([
    [{ args: ['-f', '--name', 'x', '--many=1', '--many', '2'], options }],
    [{ args: ['-fnvalue'], options }],
    [{ args: ['-fn'], options }],
    [{ args: ['--unknown'], options }],
    [{ args: ['--name', '-x'], options }],
    [{ args: ['pos'], options }],
    [{ args: ['pos', '--', '-f'], options, allowPositionals: true, tokens: true }],
    [{ args: ['--no-flag'], options, allowNegative: true, tokens: true }],
    [{ args: ['--flag=1'], options }],
    [{ args: ['--x=1', '-abc'], strict: false }],
    [{ args: [], options: { bad: { type: 'number' } } }],
    [{ args: [], options: { flag: { type: 'boolean', short: 'ff' } } }],
  ])('%j', (config) => {
    expect(outcome(() => util.parseArgs(config))).toEqual(outcome(() => node.parseArgs(config as never)));
  });
  test('the arguments are those of the program', () => {
    vi.stubGlobal('process', undefined);
    const parsed = util.parseArgs({ options: { flag: { type: 'boolean' } } });
    vi.unstubAllGlobals();
    expect(parsed.values).toEqual({ flag: true });
  });
});

test.each([
  'text/html',
  ' text/HTML;charset="utf-8";x=a b ',
  'text/plain;a="\\"quoted\\"";a=second;;b=;c',
  'text',
  'te xt/html',
  'text/html;x="unclosed\\',
])('MIME type %j', (text) => {
  expect(outcome(() => String(new util.MIMEType(text)))).toEqual(outcome(() => String(new node.MIMEType(text))));
});

test.each(['A=1\nB = two # no\n#c\nexport C="x\\ny"\n', "D='it\nis'\nE=`b`\nF=\"open\nG=1", '=x\nH=', ''])(
  'parseEnv(%j)',
  (text) => {
    expect(util.parseEnv(text)).toEqual({ ...node.parseEnv(text) });
  },
);

test.each([
  ['red', 'a'],
  [['bold', 'underline'], 'a\u001b[22mb'],
  ['none', 'a'],
  ['#f00', 'a'],
  ['nocolor', 'a'],
])('styleText(%j)', (format, text) => {
  const options = { validateStream: false };
  expect(outcome(() => util.styleText(format, text, options))).toEqual(
    outcome(() => node.styleText(format as 'red', text, options)),
  );
});

const loop: Record<string, unknown> = {};
loop['self'] = loop;
const otherLoop: Record<string, unknown> = {};
otherLoop['self'] = otherLoop;
test.each<[unknown, unknown]>([
  [0, -0],
  [Number.NaN, Number.NaN],
  [Object.assign(Array(3), { 0: 1, 2: 3 }), [1, undefined, 3]],
  [new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1])],
  [new Set(['1']), new Set([1])],
  [new Map([[{ k: 1 }, 'v']]), new Map([[{ k: 1 }, 'v']])],
  [new Map([['a', undefined]]), new Map([['b', undefined]])],
  [new Date(1), new Date(1)],
  [/a/g, /a/i],
  [new Error('a'), new Error('b')],
  [new Error('a', { cause: 1 }), new Error('a')],
  [new Uint8Array([1, 2]), new Uint8Array([1, 3])],
  [new Uint8Array([1]), new Int8Array([1])],
  [Object.create(null), {}],
  [new Number(1), new Number(1)],
  [new Number(1), Object('1')],
  [loop, otherLoop],
  [{ [Symbol.for('s')]: 1 }, { [Symbol.for('s')]: 2 }],
  [new (class A {})(), new (class A {})()],
  [new Float32Array([0]), new Float32Array([-0])],
])('isDeepStrictEqual %#', (a, b) => {
  expect(util.isDeepStrictEqual(a, b)).toBe(node.isDeepStrictEqual(a, b));
  expect(util.isDeepStrictEqual(b, a)).toBe(node.isDeepStrictEqual(b, a));
});

test('a comparison too deep for the engine is an error, not a trap', () => {
  const deep = (wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = 0;
    for (let i = 0; i < 5_000; i++) value = wrap(value);
    return value;
  };
  for (const wrap of [(v: unknown) => ({ v }), (v: unknown) => [v], (v: unknown) => new Set([v])]) {
    expect(() => util.isDeepStrictEqual(deep(wrap), deep(wrap))).toThrow(RangeError);
  }
});

test('promisify takes the function own form, and keeps its properties', async () => {
  const original = Object.assign(
    (value: unknown, callback: (e: unknown, v: unknown) => void) => callback(null, value),
    {
      extra: 1,
    },
  );
  const promised = util.promisify(original);
  expect(await promised(3)).toBe(3);
  expect(Reflect.get(promised, 'extra')).toBe(1);
  const custom = () => Promise.resolve('custom');
  expect(util.promisify(Object.assign(() => {}, { [util.promisify.custom]: custom }))).toBe(custom);
});

test('types tell built-in objects by what they are', () => {
  const lost = Object.setPrototypeOf(new Map(), null);
  const fake = Object.create(Map.prototype);
  for (const name of Object.keys(util.types) as (keyof typeof util.types)[]) {
    for (const value of [
      lost,
      fake,
      new Map(),
      [],
      new Uint8Array(1),
      Object(1n),
      async () => {},
      /x/,
      new Date(),
      null,
    ]) {
      expect(`${name} ${util.types[name](value)}`).toBe(
        `${name} ${(node.types as never as typeof util.types)[name](value)}`,
      );
    }
  }
});

test('system errors by number', () => {
  expect([...util.getSystemErrorMap()].sort()).toEqual([...node.getSystemErrorMap()].sort());
  expect(outcome(() => util.getSystemErrorName(2))).toEqual(outcome(() => node.getSystemErrorName(2)));
});

test('util has what Node has', () => {
  const newer = ['debounce', 'throttle', 'markPromiseAsHandled'];
  const missing = Object.keys(node).filter((name) => !(name in util) && name !== 'default' && !newer.includes(name));
  expect(missing).toEqual([]);
});
