/** Node's errors: their codes, messages and first lines. */
import { expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('./host.ts')).system);
const errors = await import('../../../shims/internal/errors.ts');
const { callHost, toNodeError } = await import('../../../shims/internal/wit-error.ts');
const validators = await import('../../../shims/internal/validators.ts');

test.each([
  [['a'], 'must be an instance of Buffer', new errors.ERR_INVALID_ARG_TYPE('a', 'Buffer', null)],
  [['o.b'], 'The "o.b" property must be of type string', new errors.ERR_INVALID_ARG_TYPE('o.b', 'string', 1)],
  [
    ['n'],
    'one of type string or number or an instance of Map',
    new errors.ERR_INVALID_ARG_TYPE('n', ['string', 'number', 'Map'], 1),
  ],
])('the message of ERR_INVALID_ARG_TYPE %#', (_names, text, error) => {
  expect(error.message).toContain(text);
  expect(error).toBeInstanceOf(TypeError);
});

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [-0, 'type number (-0)'],
  [5n, 'type bigint (5n)'],
  ["it's", `type string ("it's")`],
  ['x'.repeat(40), `type string ('${'x'.repeat(25)}...')`],
  [function named() {}, 'function named'],
  [new Map(), 'an instance of Map'],
  [Object.create(null), '[Object: null prototype] {}'],
])('what %s is, in words', (value, text) => {
  expect(errors.determineSpecificType(value)).toBe(text);
});

test('an error is of a built-in class, with its code', () => {
  const error = new errors.ERR_OUT_OF_RANGE('size', '>= 0 && <= 10', 12345678901);
  expect(error).toBeInstanceOf(RangeError);
  expect(error.constructor).toBe(RangeError);
  expect(Object.keys(error)).toEqual(['code']);
  expect(String(error)).toBe(
    'RangeError [ERR_OUT_OF_RANGE]: The value of "size" is out of range. It must be >= 0 && <= 10. Received 12_345_678_901',
  );
  expect(error.stack?.split('\n')[0]).toBe(String(error));
});

test('variants and own properties', () => {
  expect(new errors.ERR_INVALID_STATE.TypeError('closed')).toBeInstanceOf(TypeError);
  const error = new errors.ERR_INVALID_URL('x:', 'y:');
  expect({ ...error }).toEqual({ code: 'ERR_INVALID_URL', input: 'x:', base: 'y:' });
});

test('system errors as Node words them', () => {
  expect(errors.exceptionWithHostPort(-111, 'connect', '::1', 80)).toMatchObject({
    message: 'connect ECONNREFUSED ::1:80',
    code: 'ECONNREFUSED',
    errno: -111,
    port: 80,
  });
  expect(errors.UVException({ errno: -2, syscall: 'open', path: '/x' })).toMatchObject({
    message: "ENOENT: no such file or directory, open '/x'",
    path: '/x',
  });
  expect(errors.dnsException(-3008, 'getaddrinfo', 'h.invalid').message).toBe('getaddrinfo ENOTFOUND h.invalid');
});

test('a refused call throws what Node throws', () => {
  const denied = { tag: 'denied', val: { permission: 'net', resource: 'example.com' } } as const;
  const call = (): never => {
    throw Object.assign(new Error('wit'), { payload: denied });
  };
  expect(() => callHost(call)).toThrow(
    expect.objectContaining({ code: 'ERR_ACCESS_DENIED', permission: 'Net', resource: 'example.com' }),
  );
  const system = { code: 'ENOENT', errno: -2, syscall: 'spawn git', message: 'no such file or directory', path: 'git' };
  expect(toNodeError({ tag: 'system', val: system })).toMatchObject({
    message: 'spawn git ENOENT',
    path: 'git',
    errno: -2,
  });
  expect(toNodeError({ tag: 'exceeded', val: { name: 'children', maximum: 4 } })).toMatchObject({
    code: 'ERR_LIMIT_EXCEEDED',
    limit: 'children',
    maximum: 4,
  });
  expect(toNodeError({ tag: 'expired' })).toMatchObject({ code: 'ERR_TOKEN_EXPIRED' });
});

test('an error that is none of the host stays as it is', () => {
  const own = new TypeError('mine');
  expect(() =>
    callHost(() => {
      throw own;
    }),
  ).toThrow(own);
});

test.each([
  [() => validators.validatePort('http'), 'ERR_SOCKET_BAD_PORT'],
  [() => validators.validatePort(0, 'Port', false), 'ERR_SOCKET_BAD_PORT'],
  [() => validators.validateInteger(1.5, 'n'), 'ERR_OUT_OF_RANGE'],
  [() => validators.validateObject([], 'o'), 'ERR_INVALID_ARG_TYPE'],
  [() => validators.validateOneOf('c', 'x', ['a', 'b']), 'ERR_INVALID_ARG_VALUE'],
  [() => validators.validateSignalName('sigterm'), 'ERR_UNKNOWN_SIGNAL'],
  [() => validators.parseFileMode('9', 'mode'), 'ERR_INVALID_ARG_VALUE'],
  [() => validators.validateAbortSignal({}, 'signal'), 'ERR_INVALID_ARG_TYPE'],
])('%s', (check, code) => {
  expect(check).toThrow(expect.objectContaining({ code }));
});
