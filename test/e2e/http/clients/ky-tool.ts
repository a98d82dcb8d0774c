import ky, { HTTPError, TimeoutError } from 'ky';
import type { Input } from './input.ts';

export async function work({ base }: Input) {
  const client = ky.create({ headers: { 'x-client': 'ky' }, retry: 0 });
  const echoed = await client.get(`${base}/echo`, { searchParams: { a: 1 } }).json();
  const posted = await client.post(`${base}/echo`, { json: { some: ['thing'] } }).json();
  const redirected = await client.get(`${base}/redirect?to=/echo%3Fthere`);
  const gzip = await client.get(`${base}/gzip`).text();
  const missing = await client.get(`${base}/status?code=404`).catch((error: HTTPError) => error);
  const slow = await client.get(`${base}/never`, { timeout: 100 }).catch((error: TimeoutError) => error);
  const retried = await client.get(`${base}/flaky`, { retry: { limit: 2, delay: () => 1 } }).text();
  return [
    ...[echoed, posted, redirected.url === `${base}/echo?there`, gzip.length],
    missing instanceof HTTPError && [missing.name, missing.response.status],
    slow instanceof TimeoutError && slow.name,
    retried,
  ];
}

export async function one({ url }: { url: string }) {
  try {
    return (await ky(url, { retry: 0 })).status;
  } catch (error) {
    throw causeOf(error as Error);
  }
}

/** The error of the connection, however deep. */
function causeOf(error: Error): Error {
  return error.cause instanceof Error ? causeOf(error.cause) : error;
}
