/** What a hostile guest answers, on its way through the embedder's thread. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LimitExceeded } from '../../../host-bridge/index.ts';
import { createToolHost, type ToolAnswer } from '../../../host-bridge/tool-host.ts';
import type { Bundle } from '../../../src/build/bundle.ts';
import { loadStackMapper, saveMaps } from '../../../src/build/source-maps.ts';
import { type FailureData, toToolError } from '../../../src/sandbox/errors.ts';

const cache = mkdtempSync(join(tmpdir(), 'wasi-node-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const failure = (properties: string): FailureData => ({
  name: 'Error',
  message: 'no',
  code: undefined,
  stack: undefined,
  properties,
});

test('an answer that is too long ends the instance before anyone parses it', () => {
  const answers: ToolAnswer[] = [];
  const excess: Error[] = [];
  const host = createToolHost({
    answerBytes: 100,
    onAnswer: (answer) => answers.push(answer),
    onExcess: (error) => excess.push(error),
  });
  host.resolve('x'.repeat(101));
  host.resolve('é'.repeat(51));
  host.reject({ ...failure('{}'), message: 'x'.repeat(60), stack: 'x'.repeat(60) });
  host.described([{ name: 'x'.repeat(99), description: 'xx', inputSchema: '' }]);
  expect(answers).toEqual([]);
  expect(excess).toHaveLength(4);
  for (const error of excess) expect(error).toBeInstanceOf(LimitExceeded);
  host.resolve('é'.repeat(50));
  expect(answers).toEqual([{ kind: 'resolved', output: 'é'.repeat(50) }]);
});

test('properties of an error change no prototype and break no method', () => {
  const error = toToolError(
    failure(
      '{"__proto__":{"polluted":1},"constructor":1,"toString":1,"valueOf":1,"message":{},"stack":7,"hasOwnProperty":0,"path":"/x"}',
    ),
  );
  expect(Object.keys(error)).toEqual(['path']);
  expect(String(error)).toBe('Error: no');
  expect(Object.assign({}, error)).toEqual({ path: '/x' });
  expect('polluted' in {}).toBe(false);
});

test('properties that are no JSON are none', () => {
  for (const text of ['', '{', 'null', '7', '[1']) expect(toToolError(failure(text)).message).toBe('no');
});

test('errors within errors end somewhere', () => {
  const depth = 20_000;
  const deep =
    '{"cause":{"name":"E","message":"m"'.replace('{', '') + ',"cause":{"name":"E","message":"m"'.repeat(depth);
  const chain = `{${deep}${'}'.repeat(depth + 1)}}`;
  const wide = `{"errors":[${'{"name":"E","message":"m"},'.repeat(depth)}0]}`;
  const since = performance.now();
  let levels = 0;
  for (let at: unknown = toToolError(failure(chain)); at instanceof Error; at = at.cause) levels++;
  expect(levels).toBe(17);
  const { errors } = toToolError(failure(wide)) as unknown as { errors: unknown[] };
  expect(errors.length).toBeLessThanOrEqual(1000);
  expect(performance.now() - since).toBeLessThan(2000);
});

test('a stack can hold anything', async () => {
  const map = JSON.stringify({ version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' });
  await saveMaps(cache, 'component', { files: new Map([['program/a.js', { map }]]) } as unknown as Bundle);
  const mapStack = await loadStackMapper(cache, 'component');
  const since = performance.now();
  const slow = ` at ${'/a'.repeat(4_000_000)}`;
  expect(mapStack(`${slow}\n at f (/program/a.js:0:0)\n at g (/program/a.js:1:1)`)).toMatch(
    /^ at \/a.*\n at g \(.*a\.ts:1:1\)$/,
  );
  expect(performance.now() - since).toBeLessThan(2000);
});
