import fetch, { AbortError, FetchError, FormData, Headers, Request } from 'node-fetch';
import type { Input } from './input.ts';

export async function work({ base }: Input) {
  const echoed = await (await fetch(`${base}/echo?a=1`, { headers: new Headers({ 'x-client': 'node-fetch' }) })).json();
  const posted = await fetch(new Request(`${base}/echo`, { method: 'POST', body: JSON.stringify({ a: 1 }) }));
  const form = new FormData();
  form.set('field', 'value');
  const sent = await (await fetch(`${base}/echo`, { method: 'POST', body: form })).json();
  const redirected = await fetch(`${base}/redirect?to=/echo%3Fthere`);
  const gzip = await (await fetch(`${base}/gzip`)).text();
  const cookies = await fetch(`${base}/cookies`);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  const aborted = await fetch(`${base}/never`, { signal: controller.signal }).catch((error: Error) => error);
  const refused = await fetch('http://127.0.0.1:1/').catch((error: Error) => error);
  let streamed = '';
  for await (const chunk of (await fetch(`${base}/trailers`)).body ?? []) streamed += chunk;
  return [
    ...[echoed, await posted.json(), Object.keys(sent as object), redirected.redirected, await redirected.json()],
    ...[gzip.length, cookies.headers.raw()['set-cookie'], streamed],
    aborted instanceof AbortError && aborted.message,
    refused instanceof FetchError && [refused.code, refused.type],
  ];
}

export async function one({ url }: { url: string }) {
  try {
    return (await fetch(url)).status;
  } catch (error) {
    const { code, message } = error as FetchError;
    throw Object.assign(new Error(message), { code });
  }
}
