/** A caller's network, without an engine. */
import { tmpdir } from 'node:os';
import type { AuditEvent } from '../../../host-bridge/audit.ts';
import { type AuthorizeHook, createAuthority } from '../../../host-bridge/capability/authority.ts';
import type { Lookup } from '../../../host-bridge/capability/network.ts';
import { Datagrams, type UdpSocket } from '../../../host-bridge/datagram.ts';
import type { Pollable } from '../../../host-bridge/io.ts';
import { type Connection, type Listener, Network } from '../../../host-bridge/network.ts';

export interface Caller extends AsyncDisposable {
  network: Network['imports'];
  names: Network['lookups'];
  datagrams: Datagrams['imports'];
  events: AuditEvent[];
  whole: Network;
}

/** What a caller may do. */
export interface Rights {
  allow?: string[];
  deny?: string[];
  listen?: string[];
  allowedPaths?: string[];
  deniedPaths?: string[];
  limits?: Record<string, number>;
  lookup?: Lookup;
  authorize?: AuthorizeHook;
}

export function caller({ allow = [], deny = [], listen = [], ...rights }: Rights = {}): Caller {
  const events: AuditEvent[] = [];
  const authority = createAuthority({
    token: {
      jobId: 'job',
      allowedPaths: rights.allowedPaths ?? [],
      deniedPaths: rights.deniedPaths ?? [],
      allowedCommands: [],
      allowedTools: [],
      maxExecutionTime: 60_000,
      createdAt: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
    },
    grant: { network: { allow, deny, listen }, limits: rights.limits ?? {} },
    cwd: tmpdir(),
    audit: (event) => events.push(event),
    lookup: rights.lookup,
    authorize: rights.authorize,
  });
  const whole = new Network(authority);
  const datagrams = new Datagrams(authority, whole.names);
  return {
    network: whole.imports,
    names: whole.lookups,
    datagrams: datagrams.imports,
    events,
    whole,
    async [Symbol.asyncDispose]() {
      authority.end();
      datagrams.dispose();
      await whole.dispose();
    },
  };
}

/** Waits until a pollable is ready. */
export async function ready(pollable: Pick<Pollable, 'ready'>): Promise<void> {
  while (!pollable.ready()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Waits for a connection. @throws what it fails with */
export async function connected(connection: Connection): Promise<Connection> {
  while (!connection.status()) await ready(connection.subscribe());
  return connection;
}

/** Waits for the next connection of a server. */
export async function accepted(listener: Listener): Promise<Connection> {
  for (;;) {
    const connection = listener.accept();
    if (connection !== undefined) return connection;
    await ready(listener.subscribe());
  }
}

/** Reads what there is, once there is something. @throws at the end */
export async function read(connection: Connection, stream = connection.input()): Promise<string> {
  for (;;) {
    const bytes = stream?.read(65_536);
    if (bytes !== undefined && bytes.length > 0) return Buffer.from(bytes).toString();
    if (stream !== undefined) await ready(stream.subscribe());
  }
}

/** Waits for the answer of a look-up. */
export async function answerOf(query: ReturnType<Caller['names']['lookup']>): Promise<unknown> {
  await ready(query.subscribe());
  return query.answer();
}

/** A target by address. */
export function tcp(
  address: string,
  port: number,
  more: { host?: string; localAddress?: string; localPort?: number } = {},
) {
  return { tag: 'tcp' as const, val: { address, port, localPort: 0, ...more } };
}

/** Somewhere to listen. */
export function on(host: string | undefined, port = 0) {
  return { tag: 'tcp' as const, val: { host, port, backlog: 16, ipv6Only: false, reusePort: false } };
}

/** A Unix socket to listen on. */
export function onPath(path: string) {
  return { tag: 'path' as const, val: { path, backlog: 16, readableAll: false, writableAll: false } };
}

/** The port of a server. */
export function portOf(listener: Listener): number {
  const end = listener.local();
  if (end?.tag !== 'ip') throw new Error('no port');
  return end.val.port;
}

/** A UDP socket of IPv4. */
export function udp(guest: Caller, family: 'ipv4' | 'ipv6' = 'ipv4'): UdpSocket {
  return guest.datagrams.open({ family, reuseAddress: false, reusePort: false, ipv6Only: false });
}

/** What became of the datagrams that were sent, once something is known; undefined for those that went. */
export async function outcomesOf(socket: UdpSocket, count = 1): Promise<unknown[]> {
  const outcomes: unknown[] = [];
  while (outcomes.length < count) {
    await ready(socket.subscribe());
    outcomes.push(...socket.sent());
  }
  return outcomes;
}

/** Waits for a datagram, as text. */
export async function heard(socket: UdpSocket): Promise<string> {
  for (;;) {
    const [message] = socket.receive(1);
    if (message !== undefined) return Buffer.from(message.data).toString();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
