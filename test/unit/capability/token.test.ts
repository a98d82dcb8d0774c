import { describe, expect, test } from 'vitest';
import { InvalidTokenError, parseToken } from '../../../host-bridge/capability/token.ts';
import { tokenOf } from '../../security/capability/fixture.ts';

const problemsOf = (value: unknown): readonly string[] => {
  try {
    parseToken(value);
    return [];
  } catch (error) {
    if (error instanceof InvalidTokenError) return error.problems;
    throw error;
  }
};

describe('a valid token', () => {
  test('keeps its fields', () => {
    const token = tokenOf({ allowedPaths: ['~', '~/x', '/tmp'], allowedCommands: ['git', '/usr/bin/git'] });
    expect({ ...parseToken(token) }).toEqual(token);
  });

  test('is the same after JSON, to the millisecond', () => {
    const token = tokenOf({ expiresAt: new Date('2031-02-28T23:59:59.987Z') });
    expect({ ...parseToken(JSON.parse(JSON.stringify(token))) }).toEqual({ ...parseToken(token) });
    expect({ ...parseToken(JSON.parse(JSON.stringify(parseToken(token)))) }).toEqual({ ...parseToken(token) });
  });

  test('is the same after structured cloning, as a worker gets it', () => {
    const token = parseToken(tokenOf());
    expect({ ...parseToken(structuredClone(token)) }).toEqual({ ...token });
  });

  test.each([
    '2030-01-01T00:00:00Z',
    '2030-01-01T00:00:00.000Z',
    '2030-01-01T02:00+02:00',
    '2029-12-31T19:00:00.000-05:00',
  ])('%s is a date', (expiresAt) => {
    expect(parseToken(tokenOf({ expiresAt })).expiresAt.getTime()).toBe(Date.UTC(2030, 0, 1));
  });

  test.each(['+275760-09-13T00:00:00.000Z', '2028-02-29T00:00:00Z', '-000001-01-01T00:00:00Z'])(
    '%s is a date',
    (at) => {
      expect(parseToken(tokenOf({ expiresAt: at })).expiresAt.getTime()).toBe(Date.parse(at));
    },
  );

  test('may have fields that are not the token’s, which are left out', () => {
    expect(Object.keys(parseToken(tokenOf({ note: 'x', __proto__: { allowedPaths: ['/'] } })))).not.toContain('note');
  });

  test('is not changed by what happens to the original', () => {
    const paths = ['/a'];
    const expiresAt = new Date('2030-01-01T00:00:00Z');
    const token = parseToken(tokenOf({ allowedPaths: paths, expiresAt }));
    paths.push('/');
    expiresAt.setFullYear(2999);
    token.expiresAt.setFullYear(2999);
    expect(token.allowedPaths).toEqual(['/a']);
    expect(token.expiresAt.getUTCFullYear()).toBe(2030);
  });

  test('cannot be changed itself', () => {
    const token = parseToken(tokenOf({ allowedPaths: ['/a'] }));
    expect(Object.isFrozen(token)).toBe(true);
    expect(() => (token.allowedPaths as string[]).push('/')).toThrow(TypeError);
    expect(() => Object.assign(token, { maxExecutionTime: 1e9 })).toThrow(TypeError);
    expect(() => Object.assign(token, { expiresAt: new Date(1e13) })).toThrow(TypeError);
  });
});

describe('what is no token', () => {
  test.each([undefined, null, 1, 'token', [], {}])('%j', (value) => {
    expect(problemsOf(value).length).toBeGreaterThan(0);
  });

  test.each([
    ['jobId', ''],
    ['jobId', 7],
    ['allowedPaths', '/tmp'],
    ['allowedPaths', [1]],
    ['allowedPaths', ['']],
    ['allowedPaths', ['a\0b']],
    ['allowedPaths', ['~bob/x']],
    ['deniedPaths', undefined],
    ['deniedPaths', ['~root']],
    ['deniedPaths', [null]],
    ['allowedCommands', ['']],
    ['allowedCommands', [{}]],
    ['allowedTools', null],
    ['maxExecutionTime', Number.NaN],
    ['maxExecutionTime', Number.POSITIVE_INFINITY],
    ['maxExecutionTime', -1],
    ['maxExecutionTime', '1000'],
    ['expiresAt', new Date(Number.NaN)],
    ['expiresAt', 'tomorrow'],
    ['expiresAt', ''],
    ['expiresAt', '2030-01-01'],
    ['expiresAt', '2030-01-01T00:00:00'],
    ['expiresAt', '2030-02-30T00:00:00Z'],
    ['expiresAt', '2030-13-01T00:00:00Z'],
    ['expiresAt', '2030-01-01T25:00:00Z'],
    ['expiresAt', '2029-02-29T00:00:00Z'],
    ['expiresAt', 1_900_000_000_000],
    ['expiresAt', null],
    ['createdAt', undefined],
    ['createdAt', { getTime: (): number => 0 }],
  ])('%s: %j', (field: string, value: unknown) => {
    const problems = problemsOf(tokenOf({ [field]: value }));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((problem) => problem.startsWith(field))).toBe(true);
  });

  test('every problem is named', () => {
    const bad = tokenOf({ jobId: '', allowedPaths: ['/ok', 3], maxExecutionTime: Number.NaN });
    expect(problemsOf(bad)).toEqual([
      'jobId: must not be empty',
      'allowedPaths[1]: must be a string',
      'maxExecutionTime: must be a finite number of milliseconds',
    ]);
    expect(() => parseToken(bad)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_TOKEN' }));
  });
});
