import { describe, expect, test } from 'vitest';
import { createNetworkRules } from '../../../host-bridge/capability/network.ts';
import { parseGrant } from '../../../host-bridge/index.ts';
import { grantFromPolicy, InvalidPolicyError } from '../../../src/zora/index.ts';
import { policyOf } from './policies.ts';

const grantOf = (allowed_domains: string[], denied_domains: string[] = [], max_request_size = '10mb') =>
  grantFromPolicy(policyOf({ network: { allowed_domains, denied_domains, max_request_size } }));

/** Whether a grant lets a URL be fetched. */
function reaches(grant: ReturnType<typeof grantOf>, url: string): boolean {
  const rules = createNetworkRules(parseGrant(grant).network);
  try {
    rules.checkRequest({ method: 'GET', url });
    return true;
  } catch {
    return false;
  }
}

describe('allowed domains', () => {
  test.each([
    [['https://*'], 'https://example.com/a', true],
    [['https://*'], 'http://example.com/a', false],
    [['https://*'], 'https://127.0.0.1/', false],
    [['https://*'], 'https://169.254.169.254/', false],
    [['https://*.example.com'], 'https://api.example.com/', true],
    [['https://*.example.com'], 'https://example.com/', false],
    [['https://api.example.com/*'], 'https://api.example.com/v1', true],
    [['https://api.example.com/v1/*'], 'https://api.example.com/v1/x', true],
    [['https://api.example.com/v1/*'], 'https://api.example.com/v2/x', false],
    [['*://example.com'], 'http://example.com/', true],
    [['example.com'], 'https://example.com/', true],
    [['example.com'], 'https://example.com.evil.net/', false],
    [['*'], 'https://example.com/', true],
    [[], 'https://example.com/', false],
  ])('%j: %s is %s', (domains, url, expected) => expect(reaches(grantOf(domains), url)).toBe(expected));
});

describe('denied domains cover every way to the host', () => {
  const all = ['https://*', 'http://*', 'evil.net:8443'];
  test.each([
    [['evil.net'], 'https://evil.net/', false],
    [['evil.net'], 'https://a.evil.net/', false],
    [['https://evil.net'], 'http://evil.net/', false],
    [['https://evil.net/*'], 'https://evil.net:8443/', false],
    [['https://evil.net'], 'https://good.net/', true],
    [['*'], 'https://good.net/', false],
    [['https://*'], 'https://good.net/', false],
    [['https://good.net/admin/*'], 'https://good.net/admin/x', false],
    [['https://good.net/admin/*'], 'https://good.net/public', true],
  ])('%j: %s is %s', (denied, url, expected) => expect(reaches(grantOf(all, denied), url)).toBe(expected));
});

test.each([
  ['allowed_domains', ['https://api-*.example.com'], []],
  ['allowed_domains', ['https://example.com/*/x'], []],
  ['allowed_domains', ['ftp://example.com'], []],
  ['allowed_domains', ['https://user:pw@example.com'], []],
  ['denied_domains', ['*'], ['https://example.com/admin*']],
])('what a grant cannot express is refused and named: %s', (field, allowed, denied) => {
  expect(() => grantOf(allowed, denied)).toThrow(InvalidPolicyError);
  expect(() => grantOf(allowed, denied)).toThrow(new RegExp(`network\\.${field}\\[0\\]`));
});

test('the largest request is a limit, which the embedder may lower and not raise', () => {
  const policy = policyOf({ network: { max_request_size: '1mb' } });
  expect(grantFromPolicy(policy).limits).toEqual({ bodyBytes: 1_048_576 });
  expect(grantFromPolicy(policy, { limits: { bodyBytes: 10, children: 2 } }).limits).toEqual({
    bodyBytes: 10,
    children: 2,
  });
  expect(grantFromPolicy(policy, { limits: { bodyBytes: 2 ** 30 } }).limits).toEqual({ bodyBytes: 1_048_576 });
});

test('a size of 0 allows no request', () => {
  expect(grantOf(['https://*'], [], '0').network?.allow).toEqual([]);
});

test('the embedder’s part is kept', () => {
  expect(grantFromPolicy(policyOf(), { env: ['LANG'], confinement: 'required' })).toMatchObject({
    env: ['LANG'],
    confinement: 'required',
  });
});
