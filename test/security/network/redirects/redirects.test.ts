/** Where an allowed server may send a guest: each hop is a request of its own, and credentials stay at home. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AuditEvent, createSandbox, type Sandbox, type Tool } from '../../../../src/index.ts';
import { token } from '../../../e2e/support/sandbox.ts';
import { httpServer, type TestServer } from '../http-support.ts';

const SECRET = 'token-of-the-host-4711';

let sandbox: Sandbox;
let tool: Tool;
/** Redirects to what its query says. */
let first: TestServer;
/** Tells what headers it got. */
let second: TestServer;
let seen: { server: string; fields: string[] }[] = [];

beforeAll(async () => {
  first = await httpServer((request, response) => {
    seen.push({ server: 'first', fields: request.rawHeaders });
    const { searchParams } = new URL(request.url ?? '', 'http://first');
    const to = searchParams.get('to');
    if (to === null) response.end('at home');
    else response.writeHead(Number(searchParams.get('status') ?? 302), { location: to }).end();
  });
  second = await httpServer((request, response) => {
    seen.push({ server: 'second', fields: request.rawHeaders });
    const to = new URL(request.url ?? '', 'http://second').searchParams.get('to');
    if (to === null) response.end('abroad');
    else response.writeHead(302, { location: to }).end();
  });
  sandbox = createSandbox({ maxWorkers: 1 });
  tool = await sandbox.load(join(import.meta.dirname, 'redirects-tool.ts'));
}, 60_000);
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()]);
});

const call = async (name: string, input: object, grant: object) => {
  seen = [];
  const events: AuditEvent[] = [];
  const audit = (event: AuditEvent) => events.push(event);
  const result = await tool.invoke(input, { token: token(), grant, tool: name, audit });
  return { result, events };
};

const to = (target: string, status = 302) => `${first.base}/?status=${status}&to=${encodeURIComponent(target)}`;

describe('a redirect of an allowed server', () => {
  test.each([
    ['metadata', () => 'http://169.254.169.254/latest/meta-data/'],
    ['a private address', () => 'http://10.0.0.1/'],
    ['another port of the same machine', () => `${second.base}/`],
    ['the same, in decimal', () => second.base.replace('127.0.0.1', '2130706433')],
    ['the same, mapped', () => second.base.replace('127.0.0.1', '[::ffff:127.0.0.1]')],
    ['the same, without a scheme', () => second.base.replace('http:', '')],
    ['the same, by a name', () => second.base.replace('127.0.0.1', 'localhost')],
  ])('to %s is denied', async (_, target) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const { result, events } = await call(
        'failure',
        { url: to(target(), status) },
        { network: { allow: [`${first.base}/`] } },
      );
      expect(result).toMatchObject({
        message: 'fetch failed',
        cause: { code: 'ERR_ACCESS_DENIED', permission: 'Net' },
      });
      expect(seen.map(({ server }) => server)).toEqual(['first']);
      expect(events.filter(({ permission }) => permission === 'Net').map(({ verdict }) => verdict)).toEqual([
        'allowed',
        'denied',
      ]);
    }
  });

  test.each(['file:///etc/passwd', 'data:text/plain,x', 'blob:http://x/y', 'javascript:1', 'ftp://127.0.0.1/'])(
    'to %s is an error',
    async (target) => {
      const { result } = await call('failure', { url: to(target) }, { network: { allow: [`${first.base}/`] } });
      expect(result).toMatchObject({ message: 'fetch failed' });
    },
  );

  test('with a user in it is denied', async () => {
    const target = first.base.replace('http://', 'http://user:secret@');
    const { result, events } = await call('failure', { url: to(target) }, { network: { allow: ['127.0.0.1'] } });
    expect(result).toMatchObject({ cause: { code: 'ERR_ACCESS_DENIED' } });
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  test('leaves the guest’s own credentials behind', async () => {
    const headers = { authorization: 'Bearer mine', cookie: 'a=mine', 'x-other': 'stays' };
    const { result } = await call('follow', { url: to(second.base), headers }, { network: { allow: ['127.0.0.1'] } });
    expect(result).toMatchObject({ status: 200, redirected: true, body: 'abroad' });
    expect(seen[0]?.fields).toEqual(expect.arrayContaining(['Bearer mine', 'a=mine', 'stays']));
    expect(seen[1]?.fields.join()).toContain('stays');
    expect(seen[1]?.fields.join()).not.toContain('mine');
  });
});

describe('credentials of the host', () => {
  const grant = () => ({
    network: { allow: ['127.0.0.1'] },
    credentials: { [first.base]: { authorization: `Bearer ${SECRET}` } },
  });
  const withSecret = () => seen.map(({ server, fields }) => [server, fields.includes(`Bearer ${SECRET}`)]);

  test('do not go with a redirect to another origin', async () => {
    const { result, events } = await call('follow', { url: to(`${second.base}/x`) }, grant());
    expect(withSecret()).toEqual([
      ['first', true],
      ['second', false],
    ]);
    expect(result).toMatchObject({ url: `${second.base}/x`, body: 'abroad' });
    expect(JSON.stringify([result, events])).not.toContain(SECRET);
    expect(events.filter(({ permission }) => permission === 'Net').map(({ credentials }) => credentials)).toEqual([
      first.base,
      undefined,
    ]);
  });

  test('go with one within the origin, and with one that comes back to it', async () => {
    const { result } = await call('follow', { url: to('/?') }, grant());
    expect(withSecret()).toEqual([
      ['first', true],
      ['first', true],
    ]);
    expect(result).toMatchObject({ body: 'at home' });
    await call('follow', { url: `${second.base}/?to=${encodeURIComponent(`${first.base}/`)}` }, grant());
    expect(withSecret()).toEqual([
      ['second', false],
      ['first', true],
    ]);
  });

  test('are in no place that the guest can look at', async () => {
    const followed = await call('follow', { url: first.base, headers: { authorization: 'Bearer mine' } }, grant());
    expect(withSecret()).toEqual([['first', true]]);
    const manual = await call('follow', { url: to(`${second.base}/?x`), redirect: 'manual' }, grant());
    expect(manual.result).toMatchObject({ status: 302 });
    const failed = await call('failure', { url: to(`${second.base.replace(/\d+$/, '1')}/`) }, grant());
    expect(JSON.stringify([followed, manual, failed])).not.toContain(SECRET);
  });
});
