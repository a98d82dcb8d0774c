/** Which programs get `Intl` without a mention of it. */
import { expect, test } from 'vitest';
import { globalsByName } from '../../../src/build/globals.ts';

test.each([
  'total.toLocaleString()',
  'date.toLocaleDateString("de")',
  'date?.toLocaleTimeString([], { hour12: false })',
  'names.sort((a, b) => a.localeCompare(b))',
  'name.toLocaleUpperCase(locale)',
  'name.toLocaleLowerCase( "tr" )',
  'const { Intl: own } = globalThis; globalThis["Intl"]',
])('%s has it', (program) => {
  expect(globalsByName(program)).toContain('Intl');
});

test.each([
  'name.toLocaleUpperCase()',
  'name.toLocaleLowerCase( )',
  'total.toString()',
  'localeCompare(a, b)',
  'const self = globalThis',
])('%s does not', (program) => {
  expect(globalsByName(program)).toEqual([]);
});
