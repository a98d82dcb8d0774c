/** HTTP clients against a server of the benchmark: the same code runs in the guest and natively. */
import { Agent, request } from 'node:http';

/** Where the server is, how many requests, how many of them at once. */
export interface Load {
  port: number;
  requests: number;
  concurrency: number;
}

async function inParallel({ requests, concurrency }: Load, one: () => Promise<void>): Promise<number> {
  let left = requests;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await one();
    }),
  );
  return performance.now() - started;
}

function check(value: unknown): void {
  if ((value as { hello?: unknown }).hello !== 'world') throw new Error(`an answer of ${JSON.stringify(value)}`);
}

/** Small JSON answers by `fetch`. @returns milliseconds of all */
export function fetchSmall(load: Load): Promise<number> {
  const url = `http://127.0.0.1:${load.port}/json`;
  return inParallel(load, async () => check(await (await fetch(url)).json()));
}

/** Small JSON answers by `node:http`, over connections that are kept. @returns milliseconds of all */
export async function requestSmall(load: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.concurrency });
  const options = { host: '127.0.0.1', port: load.port, path: '/json', agent };
  const one = () =>
    new Promise<void>((resolve, reject) => {
      request(options, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => {
          check(JSON.parse(text));
          resolve();
        });
      })
        .on('error', reject)
        .end();
    });
  const milliseconds = await inParallel(load, one);
  agent.destroy();
  return milliseconds;
}

/** Reads a body of so many bytes as it comes. @returns milliseconds */
export async function download({ port, bytes }: { port: number; bytes: number }): Promise<number> {
  const started = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/bytes/${bytes}`);
  let received = 0;
  for await (const chunk of response.body as ReadableStream<Uint8Array>) received += chunk.length;
  if (received !== bytes) throw new Error(`${received} of ${bytes} bytes`);
  return performance.now() - started;
}

/** Sends a streamed body of so many bytes. @returns milliseconds */
export async function upload({ port, bytes }: { port: number; bytes: number }): Promise<number> {
  const chunk = new Uint8Array(65_536).fill(97);
  let left = bytes;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left < chunk.length ? chunk.subarray(0, left) : chunk;
      left -= next.length;
      if (next.length > 0) controller.enqueue(next);
      if (left === 0) controller.close();
    },
  });
  const started = performance.now();
  const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
  const response = await fetch(`http://127.0.0.1:${port}/count`, init);
  const { received } = (await response.json()) as { received: number };
  if (received !== bytes) throw new Error(`${received} of ${bytes} bytes`);
  return performance.now() - started;
}

/** The download by `node:http`. @returns milliseconds */
export function downloadByRequest({ port, bytes }: { port: number; bytes: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    request({ host: '127.0.0.1', port, path: `/bytes/${bytes}` }, (response) => {
      let received = 0;
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
      });
      response.on('end', () => {
        if (received === bytes) resolve(performance.now() - started);
        else reject(new Error(`${received} of ${bytes} bytes`));
      });
    })
      .on('error', reject)
      .end();
  });
}

/** The upload by `node:http`. @returns milliseconds */
export function uploadByRequest({ port, bytes }: { port: number; bytes: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const chunk = Buffer.alloc(65_536, 97);
    let left = bytes;
    const started = performance.now();
    const sent = request({ host: '127.0.0.1', port, path: '/count', method: 'POST' }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => {
        const { received } = JSON.parse(text) as { received: number };
        if (received === bytes) resolve(performance.now() - started);
        else reject(new Error(`${received} of ${bytes} bytes`));
      });
    });
    sent.on('error', reject);
    const more = () => {
      while (left > 0) {
        const next = left < chunk.length ? chunk.subarray(0, left) : chunk;
        left -= next.length;
        if (!sent.write(next)) {
          sent.once('drain', more);
          return;
        }
      }
      sent.end();
    };
    more();
  });
}
