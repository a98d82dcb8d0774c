/** Locales in tools: components that hold only what their code uses. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Tool } from '../../src/index.ts';
import { FIXTURES, fileSandbox, token } from './support/sandbox.ts';

// The host's variables: a sandbox has them from its own process.
Object.assign(process.env, { LANG: 'sv_SE.UTF-8', LC_ALL: '', LC_MESSAGES: '', TZ: 'Asia/Tokyo' });
const sandbox = fileSandbox({ maxWorkers: 2 });

describe('a tool', () => {
  let tools: Tool;
  const call = (name: string, input: unknown, names: string[] = []) =>
    tools.invoke(input, { tool: name, token: token(), grant: { env: names } });
  beforeAll(async () => {
    tools = await sandbox.load(join(FIXTURES, 'locales.ts'));
  });

  test('makes a formatter in its top-level code', async () => {
    expect(await call('price', { amount: 1234.5 })).toBe('1.234,50\u00a0€');
  });

  test('sees nothing of the host that its grant does not name', async () => {
    expect(await call('defaults', null)).toEqual({
      number: '1,234.5',
      time: new Date(0).toLocaleTimeString('en-US', { timeZone: 'UTC' }),
      date: '1. Januar 1970 um 00:00:00 UTC',
      zone: 'UTC',
      order: ['a', 'ä', 'z'],
    });
  });

  test('has the locale and the time zone that its grant names', async () => {
    expect(await call('defaults', null, ['LANG', 'TZ'])).toEqual({
      number: (1234.5).toLocaleString('sv-SE'),
      time: '09:00:00',
      date: '1. Januar 1970 um 09:00:00 GMT+9',
      zone: 'Asia/Tokyo',
      order: ['a', 'z', 'ä'],
    });
  });
});

test('a tool that never says Intl', async () => {
  const tools = await sandbox.load(join(FIXTURES, 'sorting.ts'));
  expect(await tools.invoke(null, { tool: 'first', token: token() })).toEqual(['a', 'Ä', 'b', 'B']);
  expect(await tools.invoke({ values: [1e6, 0.5] }, { tool: 'sum', token: token() })).toBe(
    (1000000.5).toLocaleString('de-CH'),
  );
});
