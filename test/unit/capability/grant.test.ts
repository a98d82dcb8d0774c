import { describe, expect, test } from 'vitest';
import { InvalidGrantError, parseGrant } from '../../../host-bridge/capability/grant.ts';
import { defaultLimits } from '../../../host-bridge/capability/limits.ts';

const problemsOf = (value: unknown): readonly string[] => {
  try {
    parseGrant(value);
    return [];
  } catch (error) {
    if (error instanceof InvalidGrantError) return error.problems;
    throw error;
  }
};

test('no grant grants nothing', () => {
  expect(parseGrant(undefined)).toEqual({
    network: { allow: [], deny: [], listen: [] },
    env: [],
    limits: defaultLimits,
    confinement: 'auto',
    credentials: {},
  });
});

test('a grant keeps what it says, and may be checked again', () => {
  const grant = {
    network: { allow: ['example.com', 'GET https://api.example.com/v1/', '10.0.0.0/8'], listen: ['127.0.0.1:0', ':*'] },
    env: ['HOME'],
    limits: { children: 2 },
    confinement: 'required',
  };
  const checked = parseGrant(grant);
  expect(checked).toMatchObject({ ...grant, limits: { ...defaultLimits, children: 2 } });
  expect(parseGrant(structuredClone(checked))).toEqual(checked);
  expect(Object.isFrozen(checked.network.allow)).toBe(true);
});

describe('patterns that are refused', () => {
  test.each([
    '',
    'a b',
    'exa mple.com',
    'example.com/path',
    'example..com',
    '*x.com',
    'a.*.com',
    '*.',
    '*.10.0.0.1',
    'example.com:',
    'example.com:http',
    'example.com:65536',
    '10.0.0.0/33',
    '::/129',
    '1.2.3/8',
    'ftp://example.com/',
    'https://user@example.com/',
    'https://example.com/?q',
    'https://example.com/#x',
    'https://example.com/a%2fb',
    'https:///',
    'GET example.com',
  ])('%j', (pattern) => {
    expect(problemsOf({ network: { allow: [pattern] } })).toEqual([expect.stringMatching(/^network\.allow\[0\]: /)]);
    expect(problemsOf({ network: { deny: [pattern] } })).toEqual([expect.stringMatching(/^network\.deny\[0\]: /)]);
  });
  test.each(['127.0.0.1', 'example.com:80', '*', 'foo:0', '10.0.0.0/8:0', 'localhost'])(
    'listening on %j',
    (pattern) => {
      expect(problemsOf({ network: { listen: [pattern] } })).toEqual([
        expect.stringMatching(/^network\.listen\[0\]: /),
      ]);
    },
  );
});

describe('values that are refused', () => {
  test.each([
    [null],
    ['x'],
    [{ netwrok: {} }],
    [{ network: { alow: [] } }],
    [{ network: { allow: 'example.com' } }],
    [{ env: 'HOME' }],
    [{ env: ['A=B'] }],
    [{ env: [''] }],
    [{ limits: { children: 0 } }],
    [{ limits: { children: -1 } }],
    [{ limits: { children: 1.5 } }],
    [{ limits: { children: Number.POSITIVE_INFINITY } }],
    [{ limits: { children: Number.NaN } }],
    [{ limits: { children: '4' } }],
    [{ limits: { childs: 4 } }],
    [{ confinement: 'maybe' }],
    [{ credentials: { authorization: 'Bearer secret-1' } }],
    [{ credentials: { 'api.example.com': { authorization: 'Bearer secret-1' } } }],
    [{ credentials: { 'ftp://example.com': { authorization: 'Bearer secret-1' } } }],
    [{ credentials: { 'https://user:secret-1@example.com': { authorization: 'x' } } }],
    [{ credentials: { 'https://example.com/v1/': { authorization: 'Bearer secret-1' } } }],
    [{ credentials: { 'https://example.com/?key=secret-1': { authorization: 'x' } } }],
    [{ credentials: { 'https://example.com': { 'a b': 'secret-1' } } }],
    [{ credentials: { 'https://example.com': { authorization: 'secret-1\r\nx: y' } } }],
    [{ credentials: { 'https://example.com': { authorization: '' } } }],
    [{ credentials: { 'https://example.com': { Host: 'secret-1' } } }],
    [{ credentials: { 'https://example.com': { 'Content-Length': '0' } } }],
    [{ credentials: { 'https://example.com': { 'X-Key': 'secret-1', 'x-key': 'secret-1' } } }],
    [{ credentials: { 'https://example.com': { x: '1' }, 'https://EXAMPLE.com:443/': { x: '1' } } }],
    [{ credentials: { 'https://example.com': 'secret-1' } }],
    [{ credentials: { 'https://example.com': { authorization: 1 } } }],
  ])('%j', (value) => {
    const problems = problemsOf(value);
    expect(problems.length).toBe(1);
    // No value is repeated: it may be a secret.
    expect(problems.join()).not.toContain('secret-1');
  });
});
