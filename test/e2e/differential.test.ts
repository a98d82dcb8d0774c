/** The example tools give the same result natively and in the sandbox. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import nativeShell from '../../examples/tools/shell_exec.ts';
import nativeFetch from '../../examples/tools/web_fetch.ts';
import type { Tool } from '../../src/index.ts';
import { EXAMPLES, fileSandbox, scratchFolder, token } from './support/sandbox.ts';

const sandbox = fileSandbox({ maxWorkers: 4 });
const folder = scratchFolder();

/** The outcome of a call, of whichever kind. */
async function outcome(call: Promise<unknown>): Promise<unknown> {
  try {
    return { result: await call };
  } catch (error) {
    const { name, message, code, cause } = error as Error & { code?: string; cause?: Error & { code?: string } };
    return { error: { name, message, code, cause: cause && { code: cause.code, message: cause.message } } };
  }
}

describe('shell_exec', () => {
  let tool: Tool;
  beforeAll(async () => {
    tool = await sandbox.load(join(EXAMPLES, 'shell_exec.ts'));
  });

  const allowedCommands = [
    'cat',
    'echo',
    'printf',
    'seq',
    'head',
    'wc',
    'sort',
    'tr',
    'sleep',
    'sh',
    'true',
    'false',
    'env',
    'pwd',
    'test',
    'kill',
    'yes',
    'base64',
    'rev',
  ];
  const allowed = () => token({ allowedPaths: [folder], allowedCommands });
  const run = (input: object) =>
    tool.invoke(
      { cwd: folder, ...input },
      { token: allowed(), cwd: folder, grant: { env: ['PATH', 'HOME', 'LANG'], confinement: 'off' } },
    );

  const cases: [string, object][] = [
    ['output', { command: 'echo hello' }],
    ['both streams', { command: 'echo out; echo err >&2' }],
    ['no output', { command: 'true' }],
    ['an exit code', { command: 'exit 42' }],
    ['a failing command', { command: 'false' }],
    ['a missing file', { command: 'cat nothing-here' }],
    ['unicode', { command: "echo 'Grüße, 世界 😀'" }],
    ['unicode through stdin', { command: 'cat', stdin: 'Grüße, 世界 😀\n' }],
    ['binary as base64', { command: "printf '\\000\\001\\377\\376'", encoding: 'base64' }],
    ['invalid UTF-8 as text', { command: "printf 'a\\377b\\303'" }],
    ['stdin', { command: 'wc -c', stdin: 'x'.repeat(100_000) }],
    ['stdin that nobody reads', { command: 'true', stdin: 'x'.repeat(1_000_000) }],
    ['empty stdin', { command: 'cat | wc -c' }],
    ['a signal', { command: 'kill -KILL $$' }],
    ['another signal', { command: 'kill -TERM $$' }],
    ['a time-out', { command: 'sleep 1', timeout_ms: 150 }],
    ['output before a time-out', { command: 'echo early; sleep 1', timeout_ms: 400 }],
    ['a pipe', { command: 'seq 1 1000 | sort -rn | head -n 3' }],
    ['a subshell', { command: '(echo a; echo b) | rev' }],
    ['a substitution', { command: 'echo "$(seq 1 3)"' }],
    ['a condition', { command: 'if test -e nothing; then echo yes; else echo no; fi' }],
    ['a loop', { command: 'for i in 1 2 3; do echo "$i"; done' }],
    ['a here-document', { command: 'cat <<EOF\nline $((1 + 2))\nEOF' }],
    ['a variable of its own', { command: 'echo "$GREETING"', env: { GREETING: 'hi there' } }],
    ['a redirect', { command: 'echo kept > kept.txt; cat kept.txt' }],
    ['the working directory', { command: 'pwd' }],
    ['a truncated output', { command: 'yes | head -c 5000000', max_output_bytes: 1000 }],
    ['12 MB', { command: 'head -c 12000000 /dev/zero', max_output_bytes: 20_000_000, encoding: 'base64' }],
    [
      '12 MB of text on both streams',
      { command: 'yes 0123456789 | head -c 6000000; yes e | head -c 6000000 >&2', max_output_bytes: 20_000_000 },
    ],
    ['a long line', { command: `echo ${'y'.repeat(50_000)}` }],
    ['quotes', { command: `echo 'it'"'"'s' "a \\"b\\""` }],
    ['no command', { command: '' }],
    ['a wrong type', { command: 5 }],
    ['a wrong limit', { command: 'true', timeout_ms: -1 }],
  ];

  test.each(cases)('%s', async (_, input) => {
    const [native, guest] = await Promise.all([
      outcome(nativeShell.handler({ cwd: folder, ...input })),
      outcome(run(input)),
    ]);
    expect(guest).toEqual(native);
  });

  test('many at once', async () => {
    const inputs = Array.from({ length: 24 }, (_, i) => ({ command: `seq 1 ${i * 100}; exit ${i}` }));
    const native = await Promise.all(inputs.map((input) => outcome(nativeShell.handler({ cwd: folder, ...input }))));
    expect(await Promise.all(inputs.map((input) => outcome(run(input))))).toEqual(native);
  });
});

describe('web_fetch', () => {
  let tool: Tool;
  let server: Server;
  let origin = '';

  beforeAll(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://x');
      const status = /^\/status\/(\d+)$/.exec(url.pathname);
      const redirect = /^\/redirect\/(\d+)$/.exec(url.pathname);
      response.sendDate = false;
      if (status !== null) response.writeHead(Number(status[1]), 'Own Reason').end('body');
      else if (redirect !== null) {
        const left = Number(redirect[1]);
        response.writeHead(302, { location: left > 1 ? `/redirect/${left - 1}` : '/text' }).end();
      } else if (url.pathname === '/text') response.setHeader('content-type', 'text/plain').end('Grüße 世界 😀');
      else if (url.pathname === '/headers') {
        const { 'x-own': own, accept, 'user-agent': agent } = request.headers;
        response
          .setHeader('x-list', ['a', 'b'])
          .setHeader('set-cookie', ['c=1', 'd=2'])
          .end(JSON.stringify({ own, accept, agent }));
      } else if (url.pathname === '/gzip')
        response.setHeader('content-encoding', 'gzip').end(gzipSync('zipped '.repeat(1000)));
      else if (url.pathname === '/br')
        response.setHeader('content-encoding', 'br').end(brotliCompressSync('brotli '.repeat(1000)));
      else if (url.pathname === '/big') response.end(Buffer.alloc(Number(url.searchParams.get('bytes')), 'abcdefg\n'));
      else if (url.pathname === '/binary') response.end(Buffer.from([0, 1, 255, 254, 195]));
      else if (url.pathname === '/chunks') {
        response.write('one ');
        setTimeout(() => response.end('two'), 20);
      } else if (url.pathname === '/broken') {
        response.setHeader('content-length', 100);
        response.write('some');
        setTimeout(() => response.destroy(), 20);
      } else if (url.pathname === '/loop') response.writeHead(302, { location: '/loop' }).end();
      else if (url.pathname !== '/silent') response.writeHead(404).end('not found');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    tool = await sandbox.load(join(EXAMPLES, 'web_fetch.ts'));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const run = (input: object) => tool.invoke(input, { token: token(), grant: { network: { allow: ['127.0.0.1'] } } });

  const cases: [string, string, object?][] = [
    ['text', '/text'],
    ['an empty body', '/big?bytes=0'],
    ['a status with its reason', '/status/418'],
    ['a server error', '/status/500'],
    ['not found', '/nothing'],
    ['one redirect', '/redirect/1'],
    ['five redirects', '/redirect/5'],
    ['endless redirects', '/loop'],
    ['header fields both ways', '/headers', { headers: { 'x-own': 'sent', Accept: 'text/own' } }],
    ['gzip', '/gzip'],
    ['brotli', '/br'],
    ['binary as base64', '/binary', { encoding: 'base64' }],
    ['invalid UTF-8 as text', '/binary'],
    ['11 MB', '/big?bytes=11000000', { max_bytes: 20_000_000 }],
    ['a truncated body', '/big?bytes=5000000', { max_bytes: 1000 }],
    ['a body in two chunks', '/chunks'],
    ['a body that breaks off', '/broken'],
    ['a time-out', '/silent', { timeout_ms: 200 }],
    ['a query and a fragment', '/text?a=1&b=%20#part'],
    ['a path with dots', '/x/../text'],
  ];

  test.each(cases)('%s', async (_, path, rest) => {
    const input = { url: origin + path, ...rest };
    const [native, guest] = await Promise.all([outcome(nativeFetch.handler(input)), outcome(run(input))]);
    expect(guest).toEqual(native);
  });

  test.each([
    ['no URL', 'nonsense'],
    ['another scheme', 'ftp://127.0.0.1/'],
    ['a closed port', 'http://127.0.0.1:1/'],
  ])('%s', async (_, url) => {
    const [native, guest] = await Promise.all([outcome(nativeFetch.handler({ url })), outcome(run({ url }))]);
    expect(guest).toEqual(native);
  });

  test('many at once', async () => {
    const inputs = Array.from({ length: 24 }, (_, i) => ({ url: `${origin}/big?bytes=${i * 1000}` }));
    const native = await Promise.all(inputs.map((input) => outcome(nativeFetch.handler(input))));
    expect(await Promise.all(inputs.map((input) => outcome(run(input))))).toEqual(native);
  });
});
