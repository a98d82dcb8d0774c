/** A caller's HTTP client, without an engine, and servers to ask. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import type { AuditEvent } from '../../../host-bridge/audit.ts';
import { createAuthority } from '../../../host-bridge/capability/authority.ts';
import type { CredentialFields } from '../../../host-bridge/capability/credentials.ts';
import type { Lookup } from '../../../host-bridge/capability/network.ts';
import { type Exchange, HttpClient } from '../../../host-bridge/http.ts';
import type { Request } from '../../../host-bridge/wit/zora-node-http.d.ts';
import { ready } from './support.ts';

/** What a caller may do. */
export interface HttpRights {
  allow?: string[];
  deny?: string[];
  credentials?: CredentialFields;
  limits?: Record<string, number>;
  lookup?: Lookup;
}

/** A whole answer. */
export interface Answer {
  status: number;
  statusText: string;
  headers: [string, string][];
  body: string;
  trailers: [string, string][];
}

export interface HttpCaller extends AsyncDisposable {
  client: HttpClient;
  events: AuditEvent[];
  /** Sends a request and reads its whole answer. @throws what the guest would get */
  ask(url: string, parts?: Partial<Request> & { send?: string }): Promise<Answer>;
}

export function httpCaller({ allow = [], deny = [], credentials, limits = {}, lookup }: HttpRights = {}): HttpCaller {
  const events: AuditEvent[] = [];
  const authority = createAuthority({
    token: {
      ...{ jobId: 'job', allowedPaths: [], deniedPaths: [], allowedCommands: [], allowedTools: [] },
      maxExecutionTime: 60_000,
      createdAt: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
    },
    grant: { network: { allow, deny }, limits, credentials },
    cwd: tmpdir(),
    audit: (event) => events.push(event),
    lookup,
  });
  const client = new HttpClient(authority);
  return {
    client,
    events,
    ask: (url, parts = {}) => ask(client, url, parts),
    async [Symbol.asyncDispose]() {
      authority.end();
      await client.dispose(new Error('the end'));
    },
  };
}

async function ask(
  client: HttpClient,
  url: string,
  { send, ...parts }: Partial<Request> & { send?: string },
): Promise<Answer> {
  const exchange: Exchange = await client.imports.send({
    ...{ method: 'GET', url, headers: [], hasBody: send !== undefined, contentLength: undefined, decompress: true },
    ...{ headersTimeoutMs: 0, bodyTimeoutMs: 0 },
    ...parts,
  });
  try {
    const output = exchange.body();
    if (output && send !== undefined) {
      output.write(Buffer.from(send));
      output.end();
    }
    let head = exchange.response();
    for (; head === undefined; head = exchange.response()) await ready(exchange.subscribe());
    const body = await readAll(exchange);
    return { ...head, body, trailers: exchange.trailers() };
  } finally {
    exchange[Symbol.dispose]();
  }
}

async function readAll(exchange: Exchange): Promise<string> {
  const input = exchange.responseBody();
  const chunks: Buffer[] = [];
  if (input === undefined) return '';
  const pollable = input.subscribe();
  for (;;) {
    try {
      const chunk = input.read(65_536);
      chunks.push(Buffer.from(chunk));
      if (chunk.length === 0) await ready(pollable);
    } catch (error) {
      if ((error as { payload?: { tag: string } }).payload?.tag === 'closed')
        return Buffer.concat(chunks).toString('latin1');
      throw error;
    }
  }
}

/** The WIT error that a promise rejects with. */
export async function callError(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) throw new Error('it did not fail');
  const { payload } = error as { payload?: Record<string, unknown> };
  if (payload === undefined) throw error;
  return payload;
}

/** A server that is gone with the scope. */
export interface TestServer extends AsyncDisposable {
  port: number;
  base: string;
}

/** A server of Node's. */
export async function httpServer(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    base: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A server that sends bytes as it likes. */
export async function rawServer(onConnection: (socket: Socket) => void): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    base: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
