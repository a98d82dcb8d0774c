/** Functions that bring a program into a state, say so, and stay there until they are ended from outside. */
import { spawn } from 'node:child_process';
import dns from 'node:dns';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';

interface Input {
  port: number;
  path: string;
  key: string;
  certificate: string;
}

async function stay(): Promise<never> {
  console.log('there');
  for (;;) await sleep(50);
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const quietly = <T extends Socket>(socket: T): T => socket.on('error', () => {});

/** Connecting to a server that lets nobody in. */
export async function connecting({ port }: Input): Promise<never> {
  for (let i = 0; i < 5; i++) quietly(connect(port, '127.0.0.1'));
  await sleep(100);
  return stay();
}

/** In the middle of the handshake, on both sides: neither peer says anything. */
export async function handshaking({ key, certificate }: Input): Promise<never> {
  const silent = createServer(() => {});
  const client = quietly(tls.connect({ port: await portOf(silent), host: '127.0.0.1', ca: certificate }));
  await once(client, 'connect');
  const server = tls.createServer({ key, cert: certificate }, () => {});
  const socket = connect(await portOf(server), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(Buffer.from([0x16, 0x03, 0x01]));
  return stay();
}

/** Secure, and idle. */
export async function secure({ key, certificate }: Input): Promise<never> {
  const server = tls.createServer({ key, cert: certificate }, (socket) => quietly(socket));
  const client = quietly(tls.connect({ port: await portOf(server), host: '127.0.0.1', ca: certificate }));
  await once(client, 'secureConnect');
  return stay();
}

/** One's own side ended, and the peer's. */
export async function halfOpen(): Promise<never> {
  const server = createServer({ allowHalfOpen: true }, (socket) => void quietly(socket).resume());
  const to = { port: await portOf(server), host: '127.0.0.1', allowHalfOpen: true };
  const mine = connect(to).resume();
  mine.end();
  await once(mine, 'finish');
  server.once('connection', (socket: Socket) => socket.end());
  await once(connect(to).resume(), 'end');
  return stay();
}

/** Listening on a port and on a path, with connections that nobody takes. */
export async function listening({ path }: Input): Promise<never> {
  const server = createServer({ pauseOnConnect: true }, (socket) => quietly(socket));
  const port = await portOf(server);
  for (let i = 0; i < 5; i++) quietly(connect(port, '127.0.0.1'));
  const other = createServer(() => {}).listen(path);
  await once(other, 'listening');
  await once(connect(path), 'connect');
  return stay();
}

/** Sending to who does not read, and not reading what is sent. */
export async function inFlight(): Promise<never> {
  const flood = (socket: Socket) => {
    quietly(socket).pause();
    for (let i = 0; i < 200; i++) socket.write(Buffer.alloc(65_536));
  };
  const socket = connect(await portOf(createServer(flood)), '127.0.0.1');
  await once(socket, 'connect');
  flood(socket);
  await sleep(200);
  return stay();
}

/** With questions that nobody answers. */
export async function asking({ port }: Input): Promise<never> {
  const resolver = new dns.Resolver({ timeout: 60_000 });
  resolver.setServers([`127.0.0.1:${port}`]);
  for (let i = 0; i < 5; i++) resolver.resolve4(`name${i}.example`, () => {});
  return stay();
}

/** With children that talk, listen, and do neither. */
export async function children(): Promise<never> {
  const flood = spawn('yes');
  flood.stdout.once('data', () => flood.stdout.pause());
  const full = spawn('sleep', ['300']);
  full.stdin.on('error', () => {});
  while (full.stdin.write(Buffer.alloc(65_536)));
  const pair = spawn('cat');
  const pump = (error?: Error | null) => error || pair.stdin.write(Buffer.alloc(65_536), pump);
  pair.stdin.on('error', () => {});
  pair.stdout.resume();
  pump();
  await once(flood.stdout, 'data');
  return stay();
}

/** Connects again and again to a port where nobody listens. */
export async function refusals({ port, count }: { port: number; count: number }): Promise<Record<string, number>> {
  const codes: Record<string, number> = {};
  for (let i = 0; i < count; i += 50) {
    const batch = Array.from({ length: Math.min(50, count - i) }, async () => {
      const [error] = (await once(connect(port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
      codes[error.code ?? ''] = (codes[error.code ?? ''] ?? 0) + 1;
    });
    await Promise.all(batch);
  }
  return codes;
}

/** Sends without waiting for anybody. @returns never: the peer does not read */
export async function floods({ port, bytes }: { port: number; bytes: number }): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  for (let sent = 0; sent < bytes; sent += 65_536) socket.write(Buffer.alloc(65_536));
  await sleep(300);
  console.log(socket.bytesWritten - socket.writableLength);
  for (;;) await sleep(50);
}

/** Takes a little of what a server sends, and no more. */
export async function reads({ port }: { port: number }): Promise<never> {
  const socket = connect(port, '127.0.0.1');
  socket.once('data', () => socket.pause());
  await once(socket, 'data');
  await sleep(300);
  return stay();
}
