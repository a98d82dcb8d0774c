/** The two example tools in AssemblyScript: the same host, the same interfaces, the same results as those in JavaScript. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildAssemblyScript } from '../../examples/assemblyscript/build.ts';
import { createSandbox, type InvokeOptions, type Sandbox, type TokenInput, type Tool } from '../../src/index.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples/tools');

let sandbox: Sandbox;
let server: Server;
let origin: string;
let folder: string;
const tools = new Map<string, { javascript: Tool; assemblyscript: Tool }>();

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'assemblyscript-')));
  sandbox = createSandbox();
  server = createServer((request, response) => answer(request.url ?? '', request.headers, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const name of ['shell_exec', 'web_fetch']) {
    tools.set(name, {
      javascript: await sandbox.load(join(EXAMPLES, `${name}.ts`)),
      assemblyscript: await sandbox.load(await buildAssemblyScript(name)),
    });
  }
});
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function token(): TokenInput {
  const now = Date.now();
  return {
    jobId: 'assemblyscript',
    allowedPaths: [folder],
    deniedPaths: [],
    allowedCommands: ['cat', 'echo', 'env', 'head', 'printf', 'pwd', 'sleep', 'sort', 'kill', 'true', 'yes'],
    allowedTools: [],
    maxExecutionTime: 20_000,
    createdAt: new Date(now),
    expiresAt: new Date(now + 600_000),
  };
}

/** What a call gives, or what its error says, but for its stack. */
async function outcomeOf(tool: Tool, input: unknown, options: Partial<InvokeOptions> = {}): Promise<unknown> {
  const grant = { network: { allow: ['127.0.0.1'] } };
  try {
    return { result: await tool.invoke(input, { token: token(), grant, cwd: folder, ...options }) };
  } catch (error) {
    return { error: plain(error) };
  }
}

function plain(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, cause } = value;
  // Which of two clocks ended the call first is chance, and each says it in its own words.
  const message = name === 'SandboxError' ? '' : value.message;
  const own = Object.entries(value).map(([key, item]) => [key, plain(item)]);
  return { name, message, ...(cause === undefined ? {} : { cause: plain(cause) }), ...Object.fromEntries(own) };
}

async function both(name: string, input: unknown, options?: Partial<InvokeOptions>): Promise<unknown> {
  const { javascript, assemblyscript } = tools.get(name)!;
  const [expected, found] = [
    await outcomeOf(javascript, input, options),
    await outcomeOf(assemblyscript, input, options),
  ];
  expect(found).toEqual(expected);
  return found;
}

describe('as components', () => {
  test.each(['shell_exec', 'web_fetch'])('%s says the same of itself, and is a fraction of the size', (name) => {
    const { javascript, assemblyscript } = tools.get(name)!;
    expect(assemblyscript.tools.map(({ inputSchema, ...rest }) => ({ ...rest, schema: parsed(inputSchema) }))).toEqual(
      javascript.tools.map(({ inputSchema, ...rest }) => ({ ...rest, schema: parsed(inputSchema) })),
    );
    const { bytes, imports } = assemblyscript.artifact.manifest;
    expect(bytes * 30).toBeLessThan(javascript.artifact.manifest.bytes);
    // Nothing but what it uses, and nothing of WASI's own.
    expect(imports.every((each) => each.startsWith('zora:node/'))).toBe(true);
  });

  const parsed = (schema: unknown) => (typeof schema === 'string' ? JSON.parse(schema) : schema);
});

describe('shell_exec', () => {
  test.each<[string, Record<string, unknown>]>([
    ['what it writes and how it ends', { command: 'echo out; echo err >&2; exit 3' }],
    ['its input', { command: 'cat', stdin: 'grüße 😀\n"quoted" \\ \t' }],
    ['a lot of input', { command: 'cat', stdin: 'é'.repeat(1_500_000), max_output_bytes: 4_000_000 }],
    ['input that nobody reads', { command: 'exit 0', stdin: 'x'.repeat(3_000_000) }],
    ['output that is cut', { command: 'printf äöü', max_output_bytes: 3 }],
    ['output that is cut to nothing much', { command: 'yes | head -c 3000000', max_output_bytes: 10 }],
    ['much output', { command: 'yes | head -c 3000000', max_output_bytes: 5_000_000 }],
    ['bytes that are no text', { command: "printf '\\377\\000\\001\\303'" }],
    ['bytes in base 64', { command: "printf '\\377\\000\\001\\303'", encoding: 'base64' }],
    ['one byte in base 64', { command: 'printf a', encoding: 'base64' }],
    ['control characters', { command: "printf '\\b\\f\\033\\r\\n'" }],
    ['variables', { command: 'echo $A; echo $SHOWN', env: { A: 'b', SHOWN: 'other' } }],
    ['a working directory', { command: 'pwd', cwd: tmpdir() }],
    ['a signal', { command: 'kill -KILL $$' }],
    ['a time limit', { command: 'echo before; exec sleep 30', timeout_ms: 200 }],
    ['a command that is not listed', { command: 'curl x' }],
    ['one in a pipe', { command: 'echo x | nc -h' }],
    ['a folder that is not allowed', { command: 'pwd', cwd: '/etc' }],
    ['a folder that is not there', { command: 'pwd', cwd: join(tmpdir(), 'no-such-folder') }],
    ['no command', {}],
    ['an empty command', { command: '' }],
    ['another type', { command: 5 }],
    ['several that are wrong', { command: null, env: { a: 1 }, timeout_ms: 0, max_output_bytes: 1.5, encoding: 'x' }],
    ['a limit that is too long', { command: 'true', timeout_ms: 600_001, cwd: [], stdin: {} }],
  ])('%s', async (_, input) => {
    await both('shell_exec', input, { token: { ...token(), allowedPaths: [folder, tmpdir()] } });
  });

  test('waits while the embedder decides', async () => {
    const asked: string[] = [];
    const authorize = async ({ resource }: { resource: string }) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      asked.push(resource);
      return resource !== 'sort';
    };
    expect(await both('shell_exec', { command: 'echo a' }, { authorize })).toMatchObject({ result: { stdout: 'a\n' } });
    // The tool in JavaScript was called first, and asked the same.
    const half = asked.length / 2;
    expect(asked.slice(half)).toEqual(asked.slice(0, half));
    expect(asked).toContain('echo');
    expect(await both('shell_exec', { command: 'sort' }, { authorize })).toMatchObject({
      error: { code: 'ERR_ACCESS_DENIED' },
    });
  });

  test('ends with the token, and with the limits of the grant', async () => {
    await both('shell_exec', { command: 'sleep 30' }, { token: { ...token(), maxExecutionTime: 300 } });
    await both('shell_exec', { command: 'true' }, { grant: { limits: { children: 0 } } });
  });

  test('runs many at once', async () => {
    const { assemblyscript } = tools.get('shell_exec')!;
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, index) => outcomeOf(assemblyscript, { command: `echo ${index}` })),
    );
    expect(outcomes).toMatchObject(Array.from({ length: 6 }, (_, index) => ({ result: { stdout: `${index}\n` } })));
  });
});

describe('web_fetch', () => {
  test.each<[string, Record<string, unknown>]>([
    ['a page', { url: '/page' }],
    ['its headers', { url: '/inspect', headers: { 'X-Mine': ' value ', Accept: 'text/plain' } }],
    ['folded headers', { url: '/fields' }],
    ['gzip', { url: '/gzip' }],
    ['brotli', { url: '/br' }],
    ['what is cut', { url: '/large', max_bytes: 100 }],
    ['exactly what there is', { url: '/page', max_bytes: 14 }],
    ['base 64', { url: '/bytes', encoding: 'base64' }],
    ['no text', { url: '/bytes' }],
    ['nothing', { url: '/empty' }],
    ['an error status', { url: '/missing' }],
    ['a query and a fragment', { url: '/inspect?q=a b&c=ü#fragment' }],
    ['dots in the path', { url: '/x/../y/./inspect/%2e%2E/inspect' }],
    ['a redirect to a path', { url: '/to?/page' }],
    ['a redirect to a name', { url: '/a/b/to?../../page' }],
    ['a redirect to another query', { url: '/to??x=1' }],
    ['redirects without end', { url: '/loop' }],
    ['a redirect to nowhere', { url: '/to?http://[' }],
    ['a redirect to another scheme', { url: '/to?ftp://127.0.0.1/' }],
    ['a redirect to where it may not go', { url: '/to?http://169.254.169.254/latest' }],
    ['a time limit', { url: '/silent', timeout_ms: 100 }],
    ['a connection that breaks', { url: '/cut' }],
  ])('%s', async (_, { url, ...input }) => {
    await both('web_fetch', { url: origin + String(url), ...input });
  });

  test.each<[string, Record<string, unknown>]>([
    ['a host that is not listed', { url: 'http://example.com/x' }],
    ['no URL', { url: 'nonsense' }],
    ['no string', { url: 1 }],
    ['another scheme', { url: 'ftp://127.0.0.1/' }],
    ['a port that no browser asks', { url: 'http://127.0.0.1:1/' }],
    ['a port that is none', { url: 'http://127.0.0.1:65536/' }],
    ['credentials', { url: 'http://user:word@127.0.0.1/' }],
  ])('%s', async (_, input) => {
    await both('web_fetch', input);
  });

  test('nobody listens', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    expect(await both('web_fetch', { url: `http://127.0.0.1:${port}/` })).toMatchObject({
      error: { message: 'fetch failed', cause: { code: 'ECONNREFUSED' } },
    });
  });
});

function answer(
  url: string,
  headers: NodeJS.Dict<string | string[]>,
  response: import('node:http').ServerResponse,
): void {
  // The one field that changes from call to call.
  response.sendDate = false;
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  switch (path.split('/').at(-1)) {
    case 'page':
      response.end('Grüße 😀');
      break;
    case 'inspect':
      response.end(JSON.stringify({ url, headers }));
      break;
    case 'fields':
      response
        .writeHead(203, 'As It Is', ['X-B', '1', 'x-a', '2', 'X-b', '3', 'Set-Cookie', 'a=1', 'set-cookie', 'b=2'])
        .end();
      break;
    case 'gzip':
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('text '.repeat(1000)));
      break;
    case 'br':
      response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('text '.repeat(1000)));
      break;
    case 'large':
      response.end('0123456789'.repeat(100_000));
      break;
    case 'bytes':
      response.end(Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x61]));
      break;
    case 'empty':
      response.writeHead(204).end();
      break;
    case 'to':
      response.writeHead(302, { location: query }).end();
      break;
    case 'loop':
      response.writeHead(307, { location: '/loop' }).end();
      break;
    case 'silent':
      break;
    case 'cut':
      response.writeHead(200, { 'content-length': '100' });
      response.write('part', () => response.destroy());
      break;
    default:
      response.writeHead(404).end('not found');
  }
}
