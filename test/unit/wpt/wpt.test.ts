/** The runner of web-platform-tests, over a checkout of our own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '../../e2e/support/sandbox.ts';
import { summarize } from '../../wpt/report.ts';
import { startServer } from '../../wpt/server.ts';
import { testsOf } from '../../wpt/suite.ts';

const root = scratchFolder();
const FILES: Record<string, string> = {
  'url/a.any.js': '// META: script=/common/x.js\n// META: script=resources/y.js\n// META: timeout=long\n',
  'url/b.any.js': '// META: variant=?1-2\n// META: variant=?3-last\n',
  'url/c.html': '',
  'url/d.https.any.js': '',
  'fetch/api/basic/e.any.js': '',
  'fetch/api/cors/f.any.js': '',
  'fetch/metadata/g.any.js': '',
  'plain.txt': 'plain {{host}}',
  'plain.txt.headers': 'X-Beside: yes\n',
  'filled.sub.txt': 'host {{host}} port {{ports[http][0]}}',
  'asis.asis': 'HTTP/1.1 299 As it is\r\nContent-Length: 2\r\n\r\nok',
  'handler.py': [
    'from wptserve.utils import isomorphic_encode',
    'def main(request, response):',
    '    count = request.server.stash.take(request.GET.first(b"key", b"k")) or 0',
    '    request.server.stash.put(request.GET.first(b"key", b"k"), count + 1)',
    '    return 201, [(b"X-Method", isomorphic_encode(request.method)), (b"X-Count", str(count))], request.body',
  ].join('\n'),
  'broken.py': 'def main(request, response):\n    raise ValueError("on purpose")\n',
};

beforeAll(() => {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
});

test('finds files, their scripts and their variants, and leaves out what asks for a browser', () => {
  expect(testsOf(root, 'url')).toEqual([
    {
      suite: 'url',
      path: 'url/a.any.js',
      scripts: [join(root, 'common/x.js'), join(root, 'url/resources/y.js')],
      long: true,
    },
    { suite: 'url', path: 'url/b.any.js?1-2', scripts: [], long: false },
    { suite: 'url', path: 'url/b.any.js?3-last', scripts: [], long: false },
  ]);
  expect(testsOf(root, 'fetch').map(({ path }) => path)).toEqual(['fetch/api/basic/e.any.js']);
});

test('counts a file without a result as a failure', () => {
  const passed = { name: 'a', passed: true, message: '' };
  const failed = { name: 'b', passed: false, message: 'why' };
  const results = [
    { suite: 'url' as const, path: 'x', subtests: [passed, failed], error: undefined },
    { suite: 'url' as const, path: 'y', subtests: [], error: 'no result' },
    { suite: 'url' as const, path: 'z', subtests: [passed], error: undefined },
  ];
  const native = [
    { suite: 'url' as const, path: 'x', subtests: [passed, { ...failed, passed: true }], error: undefined },
  ];
  expect(summarize(results, native)).toEqual({
    suites: [{ suite: 'url', files: 3, whole: 1, subtests: 4, passed: 2, native: 2 }],
    failures: [
      { path: 'x', failed: 1, subtests: 2, behind: 1, first: 'why' },
      { path: 'y', failed: 1, subtests: 1, behind: 0, first: 'no result' },
    ],
  });
});

describe.skipIf(spawnSync('python3', ['--version']).status !== 0)('the server', () => {
  test('serves files, pipes and handlers', async () => {
    await using server = await startServer(root);
    const ask = async (path: string, init?: RequestInit) => {
      const response = await fetch(server.origin + path, init);
      return [response.status, await response.text(), response.headers] as const;
    };
    const [status, text, headers] = await ask('/plain.txt');
    expect([status, text, headers.get('x-beside')]).toEqual([200, 'plain {{host}}', 'yes']);
    expect((await ask('/filled.sub.txt'))[1]).toBe(`host 127.0.0.1 port ${new URL(server.origin).port}`);
    expect((await ask('/plain.txt?pipe=sub'))[1]).toBe('plain 127.0.0.1');
    const [piped, , fields] = await ask('/plain.txt?pipe=status(418)|header(X-Piped,a\\,b)|slice(0,5)');
    expect([piped, fields.get('x-piped')]).toEqual([418, 'a,b']);
    expect((await ask('/plain.txt?pipe=gzip'))[1]).toBe('plain {{host}}');
    expect((await ask('/plain.txt?pipe=trickle(2:d0.01)'))[1]).toBe('plain {{host}}');
    expect((await ask('/asis.asis')).slice(0, 2)).toEqual([299, 'ok']);
    const [made, body, told] = await ask('/handler.py', { method: 'POST', body: 'sent' });
    expect([made, body, told.get('x-method'), told.get('x-count')]).toEqual([201, 'sent', 'POST', '0']);
    expect((await ask('/handler.py'))[2].get('x-count')).toBe('1');
    expect((await ask('/../../../etc/passwd'))[0]).toBe(404);
    expect((await ask('/nowhere'))[0]).toBe(404);
    expect((await ask('/broken.py'))[0]).toBe(500);
  });
});
