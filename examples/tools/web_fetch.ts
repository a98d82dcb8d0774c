import { z } from 'zod';

const input = z.object({
  url: z.url().describe('The address to fetch'),
  headers: z.record(z.string(), z.string()).optional().describe('Request headers to add'),
  timeout_ms: z.number().int().positive().max(600_000).default(30_000).describe('Time limit in milliseconds'),
  max_bytes: z.number().int().positive().default(1_048_576).describe('Most bytes of the body that are read'),
  encoding: z.enum(['utf8', 'base64']).default('utf8').describe('How the body is returned'),
});

export interface FetchResult {
  url: string;
  status: number;
  status_text: string;
  redirected: boolean;
  headers: Record<string, string>;
  body: string;
  truncated: boolean;
}

async function readCapped(response: Response, limit: number): Promise<{ body: Buffer; truncated: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body !== null) {
    for await (const chunk of response.body) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > limit) break;
    }
  }
  return { body: Buffer.concat(chunks).subarray(0, limit), truncated: size > limit };
}

async function fetchPage({
  url,
  headers,
  timeout_ms,
  max_bytes,
  encoding,
}: z.infer<typeof input>): Promise<FetchResult> {
  const response = await fetch(url, {
    redirect: 'follow',
    signal: AbortSignal.timeout(timeout_ms),
    ...(headers ? { headers } : {}),
  });
  const { body, truncated } = await readCapped(response, max_bytes);
  return {
    url: response.url,
    status: response.status,
    status_text: response.statusText,
    redirected: response.redirected,
    headers: Object.fromEntries(response.headers),
    body: body.toString(encoding),
    truncated,
  };
}

export default {
  name: 'web_fetch',
  description: 'Fetches a web page, following redirects, and returns its status, headers and text.',
  input_schema: z.toJSONSchema(input),
  handler: async (value: unknown): Promise<FetchResult> => fetchPage(input.parse(value)),
};
