import { request } from '@octokit/request';
import type { Input } from './input.ts';

export async function work({ base }: Input) {
  const client = request.defaults({ baseUrl: base, headers: { 'user-agent': 'octokit' } });
  const got = await client('GET /echo', { a: 1 });
  const posted = await client('POST /echo', { title: 'an issue', labels: ['x'] });
  const template = request.endpoint('GET /orgs/{org}/repos', { baseUrl: base, org: 'a b', type: 'private' });
  const missing = await client('GET /status', { code: 404 }).catch((error) => [error.name, error.status]);
  return [got.status, got.data, posted.data, template.url.replace(base, ''), missing];
}

export async function one({ url }: { url: string }) {
  try {
    return (await request(`GET ${url}`)).status;
  } catch (error) {
    throw causeOf(error as Error);
  }
}

/** The error of the connection, however deep. */
function causeOf(error: Error): Error {
  return error.cause instanceof Error ? causeOf(error.cause) : error;
}
