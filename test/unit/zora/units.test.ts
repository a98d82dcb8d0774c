import { expect, test } from 'vitest';
import { parseDuration, parseSize } from '../../../src/zora/units.ts';

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['5m', 300_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
  ['1w', 604_800_000],
  ['1.5h', 5_400_000],
  [' 10 s ', 10_000],
  ['0s', 0],
])('the duration %s', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

test.each(['', '10', '5 months', '5y', '-5s', 's', '1e9h', 'constructor', '5constructor', '99999999999999999w'])(
  'no duration: %j',
  (text) => expect(parseDuration(text)).toBeUndefined(),
);

test.each([
  ['0', 0],
  ['1', 1],
  ['512kb', 524_288],
  ['10mb', 10_485_760],
  ['10MB', 10_485_760],
  ['1GiB', 1_073_741_824],
])('the size %s', (text, bytes) => expect(parseSize(text)).toBe(bytes));

test.each(['', '10tb', 'mb', '-1', '10 m b'])('no size: %j', (text) => expect(parseSize(text)).toBeUndefined());
