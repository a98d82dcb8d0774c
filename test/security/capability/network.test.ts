import { describe, expect, test } from 'vitest';
import type { ResolvedAddress } from '../../../host-bridge/capability/network.ts';
import { createNetworkRules } from '../../../host-bridge/capability/network.ts';
import { denialOf } from './fixture.ts';

interface Lists {
  allow?: string[];
  deny?: string[];
  listen?: string[];
}

const records: Record<string, string[]> = {
  'example.com': ['93.184.216.34', '2606:2800:220:1::1'],
  'mixed.example.com': ['10.0.0.1', '93.184.216.34', '::1'],
  'rebind.example.com': ['127.0.0.1'],
  'metadata.example.com': ['169.254.169.254'],
  'mapped.example.com': ['::ffff:10.0.0.1'],
  localhost: ['::1', '127.0.0.1'],
};
const asked: string[] = [];

function rulesOf({ allow = [], deny = [], listen = [] }: Lists) {
  return createNetworkRules({ allow, deny, listen }, async (host) => {
    asked.push(host);
    return (records[host] ?? []).map(
      (address): ResolvedAddress => ({ address, family: address.includes(':') ? 6 : 4 }),
    );
  });
}

const requestIsAllowed = (lists: Lists, url: string, method = 'GET'): boolean =>
  denialOf(() => rulesOf(lists).checkRequest({ method, url })) === undefined;
const connectIsAllowed = (lists: Lists, host: string, port: number): boolean =>
  denialOf(() => rulesOf(lists).checkConnect(host, port)) === undefined;

describe('requests', () => {
  const table: readonly [allow: string[], url: string, allowed: boolean, method?: string][] = [
    // Names.
    [['example.com'], 'https://example.com/', true],
    [['example.com'], 'http://example.com:8080/a?b', true],
    [['example.com'], 'https://EXAMPLE.com./', true],
    [['EXAMPLE.com'], 'https://example.com/', true],
    [['example.com'], 'https://example。com/', true],
    [['bücher.example'], 'https://xn--bcher-kva.example/', true],
    [['example.com'], 'https://www.example.com/', false],
    [['example.com'], 'https://example.com.evil.test/', false],
    [['example.com'], 'https://evil-example.com/', false],
    [['example.com'], 'https://example.co/', false],
    [['example.com'], 'https://example.com@evil.test/', false],
    [['example.com'], 'https://user@example.com/', false],
    [['example.com'], 'https://user:pass@example.com/', false],
    [['example.com'], 'https://:pass@example.com/', false],
    [['example.com'], 'https://evil.test/example.com', false],
    [['example.com'], 'https://evil.test\\@example.com/', false],
    [['example.com'], 'https://evil.test#@example.com/', false],
    [['example.com'], 'https://evil.test?@example.com/', false],
    [['example.com'], 'https://example.com../', false],
    [['example.com'], 'https://еxample.com/', false],
    [['example.com'], 'ftp://example.com/', false],
    [['example.com'], 'file:///etc/passwd', false],
    [['example.com'], 'data:text/plain,x', false],
    [['example.com'], 'ws://example.com/', false],
    [['example.com'], 'example.com', false],
    [['example.com'], '', false],
    [['*.example.com'], 'https://a.example.com/', true],
    [['*.example.com'], 'https://a.b.example.com/', true],
    [['*.example.com'], 'https://example.com/', false],
    [['*.example.com'], 'https://aexample.com/', false],
    [['*.example.com'], 'https://.example.com/', false],
    [[], 'https://example.com/', false],
    // Ports.
    [['example.com:8443'], 'https://example.com:8443/', true],
    [['example.com:443'], 'https://example.com/', true],
    [['example.com:443'], 'http://example.com/', false],
    [['example.com:8443'], 'https://example.com/', false],
    [['*:443'], 'https://example.com/', true],
    [['*:443'], 'https://example.com:444/', false],
    // Addresses, in all their spellings.
    [['93.184.216.34'], 'http://93.184.216.34/', true],
    [['93.184.216.34'], 'http://93.184.216.35/', false],
    [['93.184.216.0/24'], 'http://93.184.216.35/', true],
    [['93.184.216.0/24'], 'http://93.184.217.1/', false],
    [['127.0.0.1'], 'http://127.0.0.1:3000/', true],
    [['127.0.0.1:3000'], 'http://127.0.0.1:3001/', false],
    [['127.0.0.1'], 'http://localhost/', true],
    [['127.0.0.0/8'], 'http://127.9.9.9/', true],
    [['localhost'], 'http://localhost/', true],
    [['localhost'], 'http://127.0.0.1/', true],
    [['localhost'], 'http://[::1]/', true],
    [['localhost'], 'http://10.0.0.1/', false],
    [['localhost'], 'http://localhost.evil.test/', false],
    [['[::1]:80'], 'http://[::1]/', true],
    [['::1'], 'http://[0:0:0:0:0:0:0:1]:99/', true],
    [['10.0.0.0/8'], 'http://[::ffff:10.1.2.3]/', true],
    [['*'], 'http://example.com/', true],
    [['*'], 'http://8.8.8.8/', true],
    [['*'], 'http://[2606:4700::1]/', true],
    // Special addresses, which `*` does not reach.
    ...(
      [
        'http://127.0.0.1/',
        'http://localhost/',
        'http://127.1/',
        'http://0x7f.0.0.1/',
        'http://0177.0.0.1/',
        'http://2130706433/',
        'http://127.0.0.1./',
        'http://１２７.０.０.１/',
        'http://[::1]/',
        'http://[::]/',
        'http://0.0.0.0/',
        'http://0/',
        'http://10.0.0.1/',
        'http://172.16.0.1/',
        'http://192.168.1.1/',
        'http://100.64.0.1/',
        'http://169.254.169.254/latest/meta-data/',
        'http://[fd00:ec2::254]/',
        'http://[fe80::1]/',
        'http://224.0.0.1/',
        'http://[ff02::1]/',
        'http://255.255.255.255/',
        'http://192.0.2.1/',
        'http://198.18.0.1/',
        'http://240.0.0.1/',
        'http://[::ffff:127.0.0.1]/',
        'http://[::ffff:169.254.169.254]/',
        'http://[::ffff:a00:1]/',
        'http://[::127.0.0.1]/',
        'http://[64:ff9b::a00:1]/',
        'http://[64:ff9b::808:808]/',
        'http://[2002:7f00:1::]/',
        'http://[2001:0:1::1]/',
        'http://[fec0::1]/',
        'http://[2001:db8::1]/',
        'http://[100::1]/',
      ] as const
    ).map((url): [string[], string, boolean] => [['*', 'example.com', '*.com'], url, false]),
    // URL prefixes.
    [['https://api.example.com/v1/'], 'https://api.example.com/v1/users?x=1', true],
    [['https://api.example.com/v1/'], 'https://api.example.com:443/v1/', true],
    [['https://api.example.com/v1'], 'https://api.example.com/v1', true],
    [['https://api.example.com/v1'], 'https://api.example.com/v1/x', true],
    [['https://api.example.com/v1'], 'https://api.example.com/v10', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/v1', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/v2/', false],
    [['https://api.example.com/v1/'], 'http://api.example.com/v1/', false],
    [['https://api.example.com/v1/'], 'https://api.example.com:8443/v1/', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/v1/../v2/', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/v1/%2e%2e/v2/', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/v1/.%2E/v2/', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/v1/..%2fv2/', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/v1/..%5cv2/', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/v1/..\\v2/', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/v1/%252e%252e/v2/', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/v1/..;/v2/', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/v1/a%2f..%2f..%2fv2', false],
    [['https://api.example.com/v1/'], 'https://api.example.com/V1/', false],
    [['https://api.example.com/v1/'], 'https://evil.test/v1/', false],
    [['https://*.example.com/v1/'], 'https://eu.example.com/v1/x', true],
    [['http://127.0.0.1:8080/api/'], 'http://127.0.0.1:8080/api/x', true],
    [['http://127.0.0.1:8080/api/'], 'http://127.0.0.1:8080/admin', false],
    [['http://localhost:3000/'], 'http://localhost:3000/x', true],
    [['http://localhost:3000/'], 'http://localhost:3001/x', false],
    [['GET https://api.example.com/'], 'https://api.example.com/x', true],
    [['get https://api.example.com/'], 'https://api.example.com/x', true, 'get'],
    [['GET https://api.example.com/'], 'https://api.example.com/x', false, 'POST'],
    [['GET https://api.example.com/'], 'https://api.example.com/x', false, 'HEAD'],
  ];
  test.each(table)('%j: %s is allowed: %s (%s)', (allow, url, allowed, method) => {
    expect(requestIsAllowed({ allow }, url, method)).toBe(allowed);
  });

  const denyTable: readonly [deny: string, url: string, allowed: boolean, method?: string][] = [
    ['example.com', 'https://example.com/', false],
    ['example.com', 'https://other.test/', true],
    ['*.example.com', 'https://a.example.com/', false],
    ['*.example.com', 'https://example.com/', true],
    ['*', 'https://other.test/', false],
    ['example.com:8080', 'http://example.com:8080/', false],
    ['example.com:8080', 'http://example.com/', true],
    ['8.8.8.0/24', 'http://8.8.8.8/', false],
    ['https://example.com/admin', 'https://example.com/admin/x', false],
    ['https://example.com/admin', 'https://example.com/public', true],
    ['https://example.com/admin', 'https://example.com/x/../admin', false],
    ['https://example.com/admin', 'https://example.com//admin', false],
    ['https://example.com/admin', 'https://example.com/%61dmin', false],
    ['https://example.com/admin', 'https://example.com/x%2f..%2fadmin', false],
    ['https://example.com/admin', 'https://example.com/x/..;/admin', false],
    ['POST https://example.com/', 'https://example.com/', false, 'POST'],
    ['POST https://example.com/', 'https://example.com/', true, 'GET'],
  ];
  test.each(denyTable)('with "%s" denied, %s is allowed: %s', (deny, url, allowed, method) => {
    expect(requestIsAllowed({ allow: ['*'], deny: [deny] }, url, method)).toBe(allowed);
  });

  test('the target is the normalized URL without its fragment', () => {
    const { url, host, port } = rulesOf({ allow: ['*'] }).checkRequest({
      method: 'GET',
      url: 'HTTPS://Example.COM./a/../b?q=1#secret',
    });
    expect([url.href, host, port]).toEqual(['https://example.com./b?q=1', 'example.com', 443]);
  });
});

describe('connections', () => {
  const table: readonly [lists: Lists, host: string, port: number, allowed: boolean][] = [
    [{ allow: ['example.com'] }, 'example.com', 25, true],
    [{ allow: ['example.com:25'] }, 'example.com', 26, false],
    [{ allow: ['https://example.com/api/'] }, 'example.com', 443, false],
    [{ allow: ['*'], deny: ['https://example.com/admin'] }, 'example.com', 443, false],
    [{ allow: ['*'], deny: ['https://example.com/admin'] }, 'example.com', 80, true],
    [{ allow: ['*'] }, '127.0.0.1', 80, false],
    [{ allow: ['*'] }, '0x7f.1', 80, false],
    [{ allow: ['*'] }, '0177.1', 80, false],
    [{ allow: ['*'] }, '2130706433', 80, false],
    [{ allow: ['*'] }, '::ffff:127.0.0.1', 80, false],
    [{ allow: ['*'] }, 'fe80::1%eth0', 80, false],
    [{ allow: ['fe80::/10'] }, 'fe80::1', 80, true],
    [{ allow: ['localhost'] }, '0x7f.1', 80, true],
    [{ allow: ['*'] }, 'exam ple.com', 80, false],
    [{ allow: ['*'] }, 'example.com/x', 80, false],
    [{ allow: ['*'] }, 'a@example.com', 80, false],
    [{ allow: ['*'] }, 'example.com:80', 80, false],
    [{ allow: ['*'] }, 'example%2ecom', 80, false],
    [{ allow: ['*'] }, '', 80, false],
    [{ allow: ['*'] }, 'example.com\0.evil.test', 80, false],
    [{ allow: ['*'] }, 'example.com', 65_536, false],
    [{ allow: ['*'] }, 'example.com', -1, false],
    [{ allow: ['*'] }, 'example.com', Number.NaN, false],
    [{ allow: ['*'], deny: ['127.0.0.0/8'] }, 'localhost', 80, false],
    [{ allow: ['0.0.0.0/0'] }, '10.0.0.1', 80, true],
  ];
  test.each(table)('%j: %s port %d is allowed: %s', (lists, host, port, allowed) => {
    expect(connectIsAllowed(lists, host, port)).toBe(allowed);
  });
});

describe('resolving', () => {
  const resolve = async (lists: Lists, host: string, port = 443) => {
    const rules = rulesOf(lists);
    return (await rules.resolve(rules.checkConnect(host, port))).map(({ address }) => address);
  };

  test('all addresses, in order', async () => {
    expect(await resolve({ allow: ['example.com'] }, 'example.com')).toEqual(records['example.com']);
  });
  test('only those that are allowed', async () => {
    expect(await resolve({ allow: ['*'] }, 'mixed.example.com')).toEqual(['93.184.216.34']);
    expect(await resolve({ allow: ['*.example.com', '10.0.0.0/8'] }, 'mixed.example.com')).toEqual([
      '10.0.0.1',
      '93.184.216.34',
    ]);
    expect(await resolve({ allow: ['*'], deny: ['93.184.216.34'] }, 'example.com')).toEqual(['2606:2800:220:1::1']);
    expect(await resolve({ allow: ['127.0.0.1'] }, 'localhost')).toEqual(['127.0.0.1']);
  });
  test.each(['rebind.example.com', 'metadata.example.com', 'mapped.example.com'])(
    '%s leads to a special address and is denied',
    async (host) => {
      await expect(resolve({ allow: ['*', '*.example.com'] }, host)).rejects.toMatchObject({
        code: 'ERR_ACCESS_DENIED',
        permission: 'Net',
        resource: `${host}:443`,
      });
    },
  );
  test('a special address is reached on the port that is named alone', async () => {
    const lists = { allow: ['rebind.example.com', '127.0.0.1:8080'] };
    expect(await resolve(lists, 'rebind.example.com', 8080)).toEqual(['127.0.0.1']);
    await expect(resolve(lists, 'rebind.example.com', 22)).rejects.toMatchObject({ code: 'ERR_ACCESS_DENIED' });
  });
  test('a name that is not allowed is not looked up', async () => {
    asked.length = 0;
    expect(denialOf(() => rulesOf({ allow: ['example.com'] }).checkLookup('secret.evil.test'))?.permission).toBe('Net');
    expect(denialOf(() => rulesOf({ allow: ['10.0.0.0/8'] }).checkLookup('internal.test'))?.permission).toBe('Net');
    expect(asked).toEqual([]);
  });
  test('a name in a URL pattern may be looked up', () => {
    expect(denialOf(() => rulesOf({ allow: ['https://example.com/v1/'] }).checkLookup('example.com'))).toBe(undefined);
  });
  test('a name that does not exist is Node’s error', async () => {
    await expect(resolve({ allow: ['*'] }, 'nowhere.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('listening', () => {
  const table: readonly [listen: string[], host: string | undefined, port: number, allowed: boolean][] = [
    [['127.0.0.1:0'], '127.0.0.1', 0, true],
    [['127.0.0.1:0'], '127.0.0.1', 8080, false],
    [['127.0.0.1:0'], '0.0.0.0', 0, false],
    [['127.0.0.1:0'], undefined, 0, false],
    [['127.0.0.1:0'], 'localhost', 0, true],
    [['127.0.0.1:*'], '127.0.0.1', 8080, true],
    [[':8080'], undefined, 8080, true],
    [[':8080'], '0.0.0.0', 8080, true],
    [[':8080'], '127.0.0.1', 8080, true],
    [[':8080'], undefined, 8081, false],
    [['localhost:3000'], 'localhost', 3000, true],
    [['localhost:3000'], '::1', 3000, true],
    [['localhost:3000'], '0.0.0.0', 3000, false],
    [['[::1]:0'], '::1', 0, true],
    [['[::1]:0'], '::', 0, false],
    [[], '127.0.0.1', 0, false],
    [[':0'], 'evil.test', 0, false],
  ];
  test.each(table)('%j: %s port %d is allowed: %s', (listen, host, port, allowed) => {
    expect(denialOf(() => rulesOf({ allow: ['*'], listen }).checkListen(host, port)) === undefined).toBe(allowed);
  });
});
