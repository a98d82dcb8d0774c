import got, { HTTPError, RequestError } from 'got';
import type { Input } from './input.ts';

export async function work({ base }: Input) {
  const client = got.extend({ prefixUrl: base, headers: { 'user-agent': 'got' }, retry: { limit: 0 } });
  const echoed = await client.get('echo', { searchParams: { a: 1 } }).json();
  const posted = await client.post('echo', { json: { some: ['thing'] } }).json();
  const form = await client.post('echo', { form: { field: 'value' } }).json();
  const redirected = await client.get('redirect?to=/echo%3Fthere');
  const gzip = await client.get('gzip').text();
  const missing = await client.get('status?code=404').catch((error: HTTPError) => error);
  const slow = await client.get('never', { timeout: { request: 100 } }).catch((error: RequestError) => error);
  const retried = await client.get('flaky', {
    retry: { limit: 2, calculateDelay: ({ computedValue }) => computedValue && 1 },
  });
  let streamed = '';
  for await (const chunk of client.stream.post('echo', { body: 'streamed' })) streamed += chunk;
  return [
    ...[echoed, posted, form, redirected.body, redirected.redirectUrls.length, gzip.length],
    missing instanceof HTTPError && [missing.code, missing.response.statusCode, missing.message.split(base).join('')],
    slow instanceof RequestError && [slow.name, slow.code],
    [retried.statusCode, retried.body],
    streamed,
  ];
}

export async function one({ url }: { url: string }) {
  try {
    return (await got(url, { retry: { limit: 0 } })).statusCode;
  } catch (error) {
    // What the tool's caller sees is the error of the connection.
    throw (error as RequestError).cause ?? error;
  }
}
