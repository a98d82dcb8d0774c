import superagent from 'superagent';
import type { Input } from './input.ts';

export async function work({ base }: Input) {
  const echoed = await superagent.get(`${base}/echo`).query({ a: 1 }).set('x-client', 'superagent');
  const posted = await superagent.post(`${base}/echo`).send({ some: ['thing'] });
  const form = await superagent.post(`${base}/echo`).type('form').send({ field: 'value' });
  const file = await superagent.post(`${base}/echo`).attach('file', Buffer.from('content'), 'name.txt').field('a', 'b');
  const redirected = await superagent.get(`${base}/redirect?to=/echo%3Fthere`);
  const gzip = await superagent.get(`${base}/gzip`).buffer(true).parse(superagent.parse.text);
  const missing = await superagent
    .get(`${base}/status?code=404`)
    .catch((error: { status: number; message: string }) => [error.status, error.message]);
  const slow = await superagent
    .get(`${base}/never`)
    .timeout(100)
    .catch((error: { code: string; errno: string }) => [error.code, error.errno]);
  const agent = superagent.agent();
  await agent.get(`${base}/cookies`);
  const withCookies = await agent.get(`${base}/echo`);
  return [
    ...[echoed.body, posted.body, form.body, file.status, redirected.redirects.length, redirected.body],
    ...[gzip.text.length, missing, slow, withCookies.body['headers']?.['cookie']],
  ];
}

export async function one({ url }: { url: string }) {
  return (await superagent.get(url)).status;
}
