import axios, { AxiosError } from 'axios';
import type { Input } from './input.ts';

export async function work({ base }: Input) {
  const client = axios.create({ baseURL: base, headers: { 'x-client': 'axios' } });
  client.interceptors.request.use((config) => {
    config.headers.set('x-intercepted', 'yes');
    return config;
  });
  const got = await client.get('/echo', { params: { a: 1, b: ['x', 'y'] } });
  const posted = await client.post('/echo', { some: ['thing'] });
  const form = new URLSearchParams({ field: 'value' });
  const sent = await client.post('/echo', form);
  const redirected = await client.get('/redirect?to=/echo%3Fthere');
  const gzip = await client.get('/gzip', { responseType: 'text' });
  const bytes = await client.get('/gzip', { responseType: 'arraybuffer' });
  const missing = await client.get('/status?code=404').catch((error: AxiosError) => error);
  const aborted = await client.get('/never', { timeout: 100 }).catch((error: AxiosError) => error);
  const viaFetch = await client.get('/echo', { adapter: 'fetch' });
  return [
    ...[got.data, posted.data, sent.data, redirected.data, gzip.data.length, bytes.data.length],
    missing instanceof AxiosError && [missing.code, missing.response?.status],
    aborted instanceof AxiosError && [aborted.code, aborted.message],
    [viaFetch.status, viaFetch.data.method],
  ];
}

export async function one({ url }: { url: string }) {
  return (await axios.get(url)).status;
}
