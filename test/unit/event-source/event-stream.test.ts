import { expect, test, vi } from 'vitest';
import { EventStreamParser } from '../../../shims/internal/event-source/event-stream.ts';

vi.mock('zora:node/system@0.1.0', () => import('../encoding/host.ts'));

const encoder = new TextEncoder();
const parse = (...texts: string[]) => {
  const parser = new EventStreamParser('');
  const events = texts.flatMap((text) => [...parser.push(encoder.encode(text))]);
  return { events: events.map(({ type, data, lastEventId }) => [type, data, lastEventId]), parser };
};

test.each([
  ['data: a\n\n', [['message', 'a', '']]],
  ['data:a\ndata: b\ndata\n\n', [['message', 'a\nb\n', '']]],
  [
    'event: x\ndata: 1\n\ndata: 2\n\n',
    [
      ['x', '1', ''],
      ['message', '2', ''],
    ],
  ],
  [
    'id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n',
    [
      ['message', 'a', '1'],
      ['message', 'b', '1'],
      ['message', 'c', ''],
    ],
  ],
  ['id: 1\0\ndata: a\n\n', [['message', 'a', '']]],
  [': comment\nevent: x\n\ndata: a\n\n', [['message', 'a', '']]],
  ['\uFEFFdata:  two spaces\n\n', [['message', ' two spaces', '']]],
  ['data: unfinished\n', []],
  ['unknown: x\ndata: a\n\n', [['message', 'a', '']]],
] as [string, string[][]][])('%j', (text, expected) => {
  for (const end of ['\n', '\r', '\r\n']) {
    const lines = text.replaceAll('\n', end);
    expect(parse(lines).events).toEqual(expected);
    // However it is cut.
    expect(parse(...lines).events).toEqual(expected);
  }
});

test('retry is a number of milliseconds', () => {
  expect(parse('retry: 100\n\n').parser.reconnectionTime).toBe(100);
  expect(parse('retry: 1x\nretry: -1\nretry\n\n').parser.reconnectionTime).toBeUndefined();
});

test('an event has an end', () => {
  const parser = new EventStreamParser('');
  const line = new Uint8Array(1024 * 1024).fill(97);
  expect(() => {
    for (let n = 0; n < 20; n++) for (const _ of parser.push(line)) throw new Error('there is no event');
  }).toThrow(RangeError);
});
