import { openSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  AccessDenied,
  InvalidArgument,
  LimitExceeded,
  systemError,
  TokenExpired,
  toWitError,
  Unsupported,
} from '../../../host-bridge/capability/denial.ts';

describe('the guest’s form of an error', () => {
  test.each([
    ['ChildProcess', 'child-process'],
    ['FileSystemRead', 'file-system-read'],
    ['FileSystemWrite', 'file-system-write'],
    ['Net', 'net'],
    ['Environment', 'environment'],
  ] as const)('a denial of %s', (permission, wit) => {
    const error = new AccessDenied(permission, 'thing', 'a rule');
    expect(toWitError(error)).toEqual({ tag: 'denied', val: { permission: wit, resource: 'thing' } });
  });

  test('the rule and what is recorded stay on the host', () => {
    const text = JSON.stringify(toWitError(new AccessDenied('Net', 'r', 'secret rule', 'recorded')));
    expect(text).not.toMatch(/secret rule|recorded/);
  });

  test('the others', () => {
    expect(toWitError(new LimitExceeded('children', 4))).toEqual({
      tag: 'exceeded',
      val: { name: 'children', maximum: 4 },
    });
    expect(toWitError(new TokenExpired('expiresAt'))).toEqual({ tag: 'expired' });
    expect(toWitError(new InvalidArgument('no'))).toEqual({ tag: 'invalid-argument', val: 'no' });
    expect(toWitError(new Unsupported('no'))).toEqual({ tag: 'unsupported', val: 'no' });
  });

  test('what Node’s own calls throw', () => {
    let thrown: unknown;
    try {
      openSync('/nowhere/at/all', 'r');
    } catch (error) {
      thrown = error;
    }
    expect(toWitError(thrown)).toEqual({
      tag: 'system',
      val: {
        code: 'ENOENT',
        errno: -2,
        syscall: 'open',
        message: 'no such file or directory',
        path: '/nowhere/at/all',
        dest: undefined,
        address: undefined,
        port: undefined,
      },
    });
  });

  test('an address and a port', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
      code: 'ECONNREFUSED',
      errno: -111,
      syscall: 'connect',
      address: '127.0.0.1',
      port: 1,
    });
    expect(toWitError(error)).toMatchObject({ val: { address: '127.0.0.1', port: 1, message: 'connection refused' } });
  });

  test('an argument that Node refuses', () => {
    const error = Object.assign(new TypeError('bad'), { code: 'ERR_INVALID_ARG_VALUE' });
    expect(toWitError(error)).toEqual({ tag: 'invalid-argument', val: 'bad' });
  });

  test('text that is not well-formed', () => {
    expect(toWitError(new AccessDenied('Net', 'a\ud800', 'r'))).toMatchObject({ val: { resource: 'a\ufffd' } });
  });

  test('a fault of the host is thrown on', () => {
    const fault = new TypeError('undefined is not a function');
    expect(() => toWitError(fault)).toThrow(fault);
    expect(() => toWitError('text')).toThrow('text');
  });
});

test('a system error reads as Node’s', () => {
  const error = systemError('ENOENT', { syscall: 'rename', path: 'a', dest: 'b' });
  expect(error.message).toBe("ENOENT: no such file or directory, rename 'a' -> 'b'");
  expect(error).toMatchObject({ code: 'ENOENT', errno: -2, syscall: 'rename', path: 'a', dest: 'b' });
});
