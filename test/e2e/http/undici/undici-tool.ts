/** A tool that does with the package `undici` what programs do; each function tells what it saw, so that Node and the guest can be compared. */
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import undici, {
  Agent,
  BalancedPool,
  Client,
  EnvHttpProxyAgent,
  errors,
  FormData,
  getGlobalDispatcher,
  interceptors,
  MockAgent,
  Pool,
  ProxyAgent,
  RetryAgent,
  RoundRobinPool,
  setGlobalDispatcher,
} from 'undici';

interface Input {
  base: string;
  port: number;
}

/** What went wrong, as a program sees it. */
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing went wrong',
    (error: Error & { code?: string }) => [error.name, error.code, error.message, error.constructor.name],
  );

const text = async (answer: { statusCode: number; body: { text(): Promise<string> } }) => [
  answer.statusCode,
  await answer.body.text(),
];

export async function requests({ base }: Input) {
  const got = await undici.request(`${base}/echo`, { headers: { 'x-a': ['1', '2'] }, query: { b: 2 } });
  const echoed = await got.body.json();
  const posted = await undici.request(`${base}/echo`, { method: 'POST', body: JSON.stringify({ a: 'ü' }) });
  const streamed = await undici.request(`${base}/echo`, { method: 'PUT', body: Readable.from(['a', 'bb', 'ccc']) });
  const form = new FormData();
  form.set('field', 'value');
  form.set('file', new Blob(['content'], { type: 'text/x' }), 'name.txt');
  const uploaded = await undici.fetch(`${base}/echo`, { method: 'POST', body: form });
  const trailers = await undici.request(`${base}/trailers`);
  const head = await undici.request(`${base}/echo`, { method: 'HEAD' });
  const read = await trailers.body.text();
  return [
    [got.statusCode, got.headers['x-header'], got.headers['content-type'], echoed],
    await text(posted),
    await text(streamed),
    await uploaded.text(),
    [read, trailers.trailers],
    await text(head),
    await text(await undici.request(`${base}/redirect`)),
  ];
}

export async function streaming({ base }: Input) {
  const chunks: string[] = [];
  const opaque = { chunks };
  await undici.stream(`${base}/echo`, { method: 'GET', opaque }, ({ statusCode, opaque: given }) => {
    chunks.push(`${statusCode}`, `${given === opaque}`);
    return new Writable({
      write(chunk, _encoding, done) {
        chunks.push(chunk.toString());
        done();
      },
    });
  });
  const pipe = undici.pipeline(`${base}/echo`, { method: 'POST' }, ({ body }) => body);
  pipe.end('through a pipeline');
  const piped: Buffer[] = [];
  for await (const chunk of pipe) piped.push(chunk);
  const large = await undici.request(`${base}/echo`, { method: 'POST', body: Buffer.alloc(1_000_000, 'x') });
  let size = 0;
  for await (const chunk of large.body) size += chunk.length;
  return [chunks, Buffer.concat(piped).toString(), size];
}

export async function failures({ base }: Input) {
  const controller = new AbortController();
  const aborted = failure(undici.request(`${base}/never`, { signal: controller.signal }));
  setTimeout(() => controller.abort(), 20);
  const stalled = async () => {
    const { body } = await undici.request(`${base}/stall`, { bodyTimeout: 100 });
    return body.text();
  };
  const half = async () => (await undici.request(`${base}/half`)).body.text();
  const small = new Client(base, { maxResponseSize: 5 });
  return [
    await aborted,
    await failure(undici.request(`${base}/never`, { headersTimeout: 100 })),
    await failure(stalled()),
    (await failure(half()))[1],
    (await failure(undici.request('http://127.0.0.1:1/')))[1],
    await failure(undici.request(`${base}/echo`, { method: 'POST', body: 'abc', headers: { 'content-length': '5' } })),
    await failure(undici.request(`${base}/echo`, { headers: { 'x\r\ny': 'z' } })),
    await failure((async () => undici.request('nowhere'))()),
    await failure(small.request({ path: '/echo', method: 'GET' }).then(({ body }) => body.text())),
    await failure(small.destroy().then(() => small.request({ path: '/echo', method: 'GET' }))),
    new errors.SocketError('x').code,
  ];
}

export async function dispatchers({ base }: Input) {
  const found: unknown[] = [];
  const client = new Client(base, { pipelining: 2 });
  client.on('connect', () => found.push('connect')).on('disconnect', () => found.push('disconnect'));
  found.push(await text(await client.request({ path: '/echo', method: 'GET' })));
  await client.close();
  found.push(client.closed, client.destroyed);
  for (const make of [
    () => new Pool(base, { connections: 2 }),
    () => new BalancedPool([base]),
    () => new RoundRobinPool(base, { connections: 2 }),
  ]) {
    const pool = make();
    const paths = ['/echo?1', '/echo?2', '/echo?3', '/echo?4', '/echo?5'];
    const answers = await Promise.all(paths.map(async (path) => text(await pool.request({ path, method: 'GET' }))));
    found.push(answers.length, new Set(answers.map(([, body]) => body)).size);
    await pool.close();
  }
  const agent = new Agent({ keepAliveTimeout: 10 });
  found.push(await text(await undici.request(`${base}/echo`, { dispatcher: agent })));
  await agent.destroy();
  found.push(await failure(undici.request(`${base}/echo`, { dispatcher: agent })));
  return found;
}

export async function composed({ base }: Input) {
  const agent = new Agent().compose(interceptors.redirect({ maxRedirections: 3 }));
  const redirected = await undici.request(`${base}/redirect`, { dispatcher: agent });
  const retrying = new Agent().compose(interceptors.retry({ minTimeout: 1, maxRetries: 3 }));
  const flaky = await undici.request(`${base}/flaky`, { dispatcher: retrying });
  const retry = new RetryAgent(new Agent(), { minTimeout: 1 });
  const again = await undici.request(`${base}/flaky`, { dispatcher: retry });
  const strict = new Agent().compose(interceptors.responseError());
  const unpacking = new Agent().compose(interceptors.decompress());
  const gzip = await undici.request(`${base}/gzip`, { dispatcher: unpacking });
  const own = new Agent().compose((dispatch) => (options, handler) => {
    return dispatch({ ...options, headers: { ...options.headers, 'x-own': '1' } }, handler);
  });
  return [
    await text(redirected),
    await text(flaky),
    await text(again),
    await failure(undici.request(`${base}/status?code=404`, { dispatcher: strict })),
    (await gzip.body.text()).length,
    await text(await undici.request(`${base}/echo`, { dispatcher: own })),
  ];
}

export async function mocks({ base }: Input) {
  const before = getGlobalDispatcher();
  const mock = new MockAgent();
  mock.disableNetConnect();
  setGlobalDispatcher(mock);
  try {
    const pool = mock.get('http://example.com');
    pool.intercept({ path: '/a', method: 'GET' }).reply(200, { mocked: true }, { headers: { 'x-m': '1' } });
    pool.intercept({ path: '/b', method: 'POST', body: 'sent' }).reply(201, 'posted');
    pool.intercept({ path: '/b', method: 'PUT' }).reply(201, 'put').times(2);
    pool.intercept({ path: '/c' }).replyWithError(new Error('on purpose'));
    const viaRequest = await undici.request('http://example.com/a');
    const json = await viaRequest.body.json();
    const viaFetch = await fetch('http://example.com/b', { method: 'PUT' });
    const viaUndici = await undici.fetch('http://example.com/b', { method: 'PUT' });
    const posted = await undici.request('http://example.com/b', { method: 'POST', body: 'sent' });
    const cause = await fetch('http://example.com/c').catch((error: Error) => (error.cause as Error).message);
    const real = await failure(undici.request(`${base}/echo`));
    mock.assertNoPendingInterceptors();
    return [
      [viaRequest.statusCode, viaRequest.headers['x-m'], json],
      [viaFetch.status, await viaFetch.text(), await viaUndici.text(), await posted.body.text()],
      cause,
      (real as string[])[1],
    ];
  } finally {
    setGlobalDispatcher(before);
  }
}

export async function fetching({ base }: Input) {
  const plain = (await (await undici.fetch(`${base}/echo`)).json()) as { headers: object };
  const gzip = await undici.fetch(`${base}/gzip`);
  const redirected = await undici.fetch(`${base}/redirect?to=/echo?there`);
  const agent = new Agent().compose((dispatch) => (options, handler) => {
    return dispatch({ ...options, path: '/echo?by-agent' }, handler);
  });
  const chosen = (await (await fetch(`${base}/x`, { dispatcher: agent } as never)).json()) as { url: string };
  const request = new undici.Request(`${base}/echo`, { method: 'POST', body: new URLSearchParams({ a: '1' }) });
  const posted = await (await undici.fetch(request)).text();
  const cookies = await undici.fetch(`${base}/cookies`);
  const aborted = AbortSignal.abort(new Error('too late'));
  return [
    plain,
    (await gzip.text()).length,
    [redirected.redirected, redirected.url === `${base}/echo?there`, redirected.headers.get('x-header')],
    chosen.url,
    posted,
    undici.getSetCookies(cookies.headers),
    await failure(undici.fetch(base, { signal: aborted })),
    await undici.fetch(`${base}/half`).then((half) => failure(half.text())),
    await undici.fetch('http://127.0.0.1:1').catch((error: Error) => (error.cause as Error & { code: string }).code),
  ];
}

export async function tunnels({ base, port }: Input) {
  const tunnel = new ProxyAgent({ uri: base, proxyTunnel: true, token: 'Basic abc' });
  const through = await undici.request(`${base}/echo?tunnel`, { dispatcher: tunnel });
  const forward = new ProxyAgent({ uri: base, proxyTunnel: false });
  const forwarded = await undici.request(`http://example.invalid:${port}/echo?forwarded`, { dispatcher: forward });
  process.env['http_proxy'] = base;
  const byEnvironment = new EnvHttpProxyAgent();
  const environment = await undici.request(`${base}/echo?env`, { dispatcher: byEnvironment });
  const found = [await text(through), await text(forwarded), await text(environment)];
  delete process.env['http_proxy'];
  const upgraded = await undici.upgrade(`${base}/`, { protocol: 'echo' });
  upgraded.socket.end('and bye');
  let said = '';
  for await (const chunk of upgraded.socket) said += chunk;
  const proxy = new Client(base);
  const connected = await proxy.connect({ path: `127.0.0.1:${port}` });
  connected.socket.write('GET /echo?connected HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  let raw = '';
  for await (const chunk of connected.socket) raw += chunk;
  await Promise.all([tunnel.close(), forward.close(), byEnvironment.close(), proxy.close()]);
  return [found, upgraded.headers['upgrade'], said, connected.statusCode, raw.split('\r\n').at(-1)];
}

/** A connection of the tool's own making. */
export async function connectors({ base }: Input) {
  const connections: unknown[] = [];
  const connect = undici.buildConnector({});
  const client = new Client(base, {
    connect: (options, done) => {
      connections.push(options.hostname);
      connect(options, done);
    },
  });
  const first = await text(await client.request({ path: '/echo', method: 'GET', headers: { host: 'other.example' } }));
  const second = await text(await client.request({ path: '/trailers', method: 'GET' }));
  await client.close();
  const own = new Client(base, { connect: { keepAlive: false, localAddress: '127.0.0.1' } as never });
  const third = await text(await own.request({ path: '/echo', method: 'POST', body: Readable.from(['x', 'y']) }));
  const fourth = await text(await own.request({ path: '/echo', method: 'GET' }));
  await own.close();
  return [connections, first, second, third, fourth];
}

export async function eventSource({ base }: Input) {
  const source = new undici.EventSource(`${base}/events`);
  const seen: unknown[] = [];
  source.addEventListener('other', (event) => seen.push((event as MessageEvent).data, 'other'));
  source.onmessage = ({ data, lastEventId }) => seen.push(data, lastEventId);
  source.onopen = () => seen.push('open');
  await new Promise<void>((resolve) => {
    source.onerror = () => {
      if (seen.filter((what) => what === 'open').length === 2) resolve();
    };
  });
  source.close();
  return [seen, source.readyState];
}

/** One request, for the tests of denials. */
export async function fetchOne({ url }: { url: string }) {
  return text(await undici.request(url));
}

export { once };
