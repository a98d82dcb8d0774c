/** Rows of sockets and HTTP: guest and native against the same servers, in turn. */
import { join } from 'node:path';
import { Pool } from 'undici';
import type { Grant } from '../host-bridge/index.ts';
import { buildComponent } from '../src/build/index.ts';
import { callInline, compileInline, type InlineComponent } from './inline.ts';
import { type Sample, sample } from './measure.ts';
import { startServers } from './servers.ts';
import * as nativeHttp from './tools/http.ts';
import * as nativeSockets from './tools/sockets.ts';

/** Takes a row. */
export type AddRow = (name: string, unit: string, figures: Sample, ratio?: number, ratioName?: string) => void;

const MEGABYTE = 1_000_000;
const PLENTY = 8_000 * MEGABYTE;
const GRANT: Grant = { network: { allow: ['127.0.0.1'] }, limits: { outputBytes: PLENTY, bodyBytes: PLENTY } };

export const toolFile = (name: string) => join(import.meta.dirname, `tools/${name}.ts`);

export async function load(name: string): Promise<InlineComponent> {
  return compileInline(await buildComponent(toolFile(name), 'tool'));
}

async function call<T>(component: InlineComponent, tool: string, input: unknown): Promise<T> {
  return (await callInline(component, tool, input, GRANT)).output as T;
}

/** Runs each work in turn, once without counting. @returns what each gave, a list a name */
async function inTurn<Name extends string>(
  rounds: number,
  works: Record<Name, () => Promise<number | number[]>>,
): Promise<Record<Name, Sample>> {
  const names = Object.keys(works) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const value = await works[name]();
      if (round >= 0) values[name].push(...(typeof value === 'number' ? [value] : value));
    }
  }
  return Object.fromEntries(names.map((name) => [name, sample(values[name])])) as Record<Name, Sample>;
}

/** Echo over loopback. */
export async function socketRows(add: AddRow): Promise<void> {
  using servers = await startServers();
  const component = await load('sockets');
  const port = servers.echoPort;
  const trips = { port, count: 2000, size: 64 };
  const microseconds = (times: number[]) => times.map((time) => time * 1000);
  const echo = await inTurn(4, {
    native: async () => microseconds(await nativeSockets.echo(trips)),
    guest: async () => microseconds(await call<number[]>(component, 'echo', trips)),
  });
  add('echo of 64 bytes, native', 'µs', echo.native);
  add('echo of 64 bytes, guest', 'µs', echo.guest, echo.guest.median / echo.native.median, '× native');
  const bytes = 200 * MEGABYTE;
  const rate = (milliseconds: number) => bytes / MEGABYTE / (milliseconds / 1000);
  const through = await inTurn(4, {
    native: async () => rate(await nativeSockets.through({ port, bytes })),
    guest: async () => rate(await call<number>(component, 'through', { port, bytes })),
  });
  add('200 MB through an echo, native', 'MB/s', through.native);
  add('200 MB through an echo, guest', 'MB/s', through.guest, through.guest.median / through.native.median, '× native');
}

/** Requests a second of undici's own client. */
async function undiciRequests({ port, requests, concurrency }: nativeHttp.Load): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: concurrency });
  let left = requests;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await (await pool.request({ path: '/json', method: 'GET' })).body.json();
    }),
  );
  const milliseconds = performance.now() - started;
  await pool.close();
  return milliseconds;
}

/** HTTP over loopback. */
export async function httpRows(add: AddRow): Promise<void> {
  using servers = await startServers();
  const component = await load('http');
  const port = servers.httpPort;
  for (const concurrency of [1, 32]) {
    const requests = concurrency === 1 ? 1000 : 3000;
    const small: nativeHttp.Load = { port, requests, concurrency };
    const rate = (milliseconds: number) => requests / (milliseconds / 1000);
    const rates = await inTurn(4, {
      undici: async () => rate(await undiciRequests(small)),
      nativeFetch: async () => rate(await nativeHttp.fetchSmall(small)),
      nativeRequest: async () => rate(await nativeHttp.requestSmall(small)),
      fetch: async () => rate(await call<number>(component, 'fetchSmall', small)),
      request: async () => rate(await call<number>(component, 'requestSmall', small)),
    });
    const row = (name: string, figures: Sample, base?: Sample) => {
      const ratio = base && figures.median / base.median;
      add(`JSON requests, ${concurrency} at once: ${name}`, '/s', figures, ratio, '× undici');
    };
    row('undici.request, native', rates.undici);
    row('fetch, native', rates.nativeFetch, rates.undici);
    row('node:http, native', rates.nativeRequest, rates.undici);
    row('fetch, guest', rates.fetch, rates.undici);
    row('node:http, guest', rates.request, rates.undici);
  }
  const bytes = 100 * MEGABYTE;
  const rate = (milliseconds: number) => bytes / MEGABYTE / (milliseconds / 1000);
  for (const [name, tool, natively] of [
    ['download by fetch', 'download', nativeHttp.download],
    ['upload by fetch', 'upload', nativeHttp.upload],
    ['download by node:http', 'downloadByRequest', nativeHttp.downloadByRequest],
    ['upload by node:http', 'uploadByRequest', nativeHttp.uploadByRequest],
  ] as const) {
    const rates = await inTurn(4, {
      native: async () => rate(await natively({ port, bytes })),
      guest: async () => rate(await call<number>(component, tool, { port, bytes })),
    });
    add(`100 MB ${name}, native`, 'MB/s', rates.native);
    add(`100 MB ${name}, guest`, 'MB/s', rates.guest, rates.guest.median / rates.native.median, '× native');
  }
  const gigabyte = 1000 * MEGABYTE;
  for (const [tool, natively] of [
    ['download', nativeHttp.download],
    ['upload', nativeHttp.upload],
  ] as const) {
    const nativeGrowth = await growth(() => natively({ port, bytes: gigabyte }));
    const guestGrowth = await growth(() => call<number>(component, tool, { port, bytes: gigabyte }));
    add(`memory at most, 1 GB ${tool} by fetch, native`, 'MB', nativeGrowth);
    add(`memory at most, 1 GB ${tool} by fetch, guest`, 'MB', guestGrowth);
  }
}

/** How many megabytes the process grows by while something is done, each tenth of a second. */
async function growth(work: () => Promise<unknown>): Promise<Sample> {
  const before = process.memoryUsage.rss();
  const sizes: number[] = [];
  const timer = setInterval(() => sizes.push((process.memoryUsage.rss() - before) / MEGABYTE), 100);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  const figures = sample(sizes);
  return { ...figures, median: figures.maximum };
}
