/** A console writes what Node's writes. */
import { Console as NodeConsole } from 'node:console';
import { expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../util/host.ts')).system);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../util/host.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../util/host.ts')).stdio);
(await import('../../../shims/internal/instance.ts')).start();
const { Console } = await import('../../../shims/internal/console/constructor.ts');
const { formatTime } = await import('../../../shims/internal/console/time.ts');

function sink() {
  const written: string[] = [];
  return {
    written,
    write: (text: string) => written.push(text) > 0,
    once() {},
    removeListener() {},
    listenerCount: () => 0,
  };
}

/** What a use of a console writes, each stream apart. */
function output(make: typeof NodeConsole, use: (console: Console) => void, options: object = {}): string[][] {
  const [stdout, stderr] = [sink(), sink()];
  use(new make({ stdout, stderr, ...options } as never));
  return [stdout.written, stderr.written];
}

const uses: Record<string, (console: Console) => void> = {
  log: (c) => c.log('a %s', 'b', { c: [1] }),
  streams: (c) => {
    c.info('i');
    c.debug('d');
    c.warn('w');
    c.error(new Map([[1, 2]]));
  },
  groups: (c) => {
    c.group('head', 1);
    c.log('two\nlines');
    c.group();
    c.error('deep');
    c.groupEnd();
    c.groupEnd();
    c.groupEnd();
    c.log('out');
  },
  count: (c) => {
    c.count();
    c.count('x');
    c.count();
    c.countReset();
    c.count();
  },
  assert: (c) => {
    c.assert(true, 'not shown');
    c.assert(false);
    c.assert(false, 'a %s', 'b');
    c.assert(0, { a: 1 });
  },
  dir: (c) => c.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 }),
  'table of rows': (c) => c.table([{ a: 1, b: 'ü' }, { b: [1, 2], c: { d: 1 } }, 5]),
  'table of columns': (c) => c.table([{ a: 1, b: 2 }], ['b', 'x']),
  'table of a map': (c) => c.table(new Map<unknown, unknown>([['k', { v: 1 }]])),
  'table of a set': (c) => c.table(new Set([1, 'x'])),
  'table of arrays': (c) => c.table([[1, 2, 3, 4, 5], [6]]),
  'table of an object': (c) => c.table({ r1: { a: 1 }, r2: { a: 2 } }),
  'table of nothing': (c) => c.table(5),
};

test.each(Object.entries(uses))('%s', (_name, use) => {
  expect(output(Console as never, use)).toEqual(output(NodeConsole, use));
});

test('options', () => {
  const use = (c: Console): void => {
    c.group('g');
    c.log({ a: 'x', b: { c: { d: 1 } } });
  };
  for (const options of [{ colorMode: true }, { inspectOptions: { depth: 0 } }, { groupIndentation: 4 }]) {
    expect(output(Console as never, use, options)).toEqual(output(NodeConsole, use, options));
  }
});

test('without new, and as a base class', () => {
  const stdout = sink();
  Reflect.apply(Console, undefined, [stdout])['log']!('x');
  class Shouting extends Console {}
  Shouting.prototype['log'] = (text) => void stdout.write(String(text).toUpperCase());
  const shouting = new Shouting(stdout);
  shouting['log']!('y');
  expect(stdout.written).toEqual(['x\n', 'Y']);
  expect(shouting).toBeInstanceOf(Console);
});

test('wrong arguments', () => {
  expect(() => new Console({})).toThrow(expect.objectContaining({ code: 'ERR_CONSOLE_WRITABLE_STREAM' }));
  expect(() => new Console({ stdout: sink(), colorMode: 'x' })).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
  );
});

test.each([
  [0.1234567, '0.123ms'],
  [999.4, '999.4ms'],
  [1234.5, '1.234s'],
  [83_456, '1:23.456 (m:ss.mmm)'],
  [3_723_004, '1:02:03.004 (h:mm:ss.mmm)'],
])('%d ms', (milliseconds, text) => {
  expect(formatTime(milliseconds)).toBe(text);
});
