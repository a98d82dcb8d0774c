/** Tools that use node:tls on both ends; the tests run them natively too. */
import { once } from 'node:events';
import { type AddressInfo, connect as connectPlain, createServer as createPlain, Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';

/** A key and its certificate. */
export interface Keys {
  key: string;
  cert: string;
}

const listening = async (server: {
  listen(port: number, host: string): unknown;
  address(): unknown;
}): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server as never, 'listening');
  return (server.address() as AddressInfo).port;
};

const visit = (port: number, options: tls.ConnectionOptions = {}): TLSSocket =>
  tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });

/** Writes, and leaves as soon as that was written. */
export async function leave({ bytes, ...keys }: Keys & { bytes: number }): Promise<number> {
  const server = tls.createServer(keys, (socket) => {
    socket.write(Buffer.alloc(bytes), () => socket.destroy());
  });
  const client = visit(await listening(server));
  let received = 0;
  client.on('data', (chunk) => {
    received += chunk.length;
  });
  await once(client, 'close');
  server.close();
  return received;
}

/** Failures of handshakes, at both ends. */
export async function failures(keys: Keys): Promise<Record<string, string[]>> {
  const told: Record<string, string[]> = {};
  const attempt = async (name: string, options: tls.TlsOptions, client: tls.ConnectionOptions): Promise<void> => {
    const list: string[] = [];
    const server = tls.createServer(options, () => list.push('server: secure'));
    const failed = new Promise<void>((resolve) =>
      server.on('tlsClientError', (error) => {
        list.push(`server: ${error.message.replace(/^[0-9A-F]+:/, '')}`);
        resolve();
      }),
    );
    const socket = visit(await listening(server), client);
    socket.on('secureConnect', () => list.push('client: secure'));
    socket.on('error', (error: NodeJS.ErrnoException) => list.push(`client: ${error.code}`));
    await Promise.all([failed, new Promise<void>((resolve) => socket.on('close', () => resolve()))]);
    server.close();
    told[name] = list.sort();
  };
  await attempt('no key', {}, {});
  const version = tls.DEFAULT_MAX_VERSION;
  tls.DEFAULT_MAX_VERSION = 'TLSv1.2';
  await attempt('no protocol in common', { ...keys, minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }, {});
  tls.DEFAULT_MAX_VERSION = version;
  return told;
}

/** What a socket with TLS, without a server, is told of a peer that speaks something else. */
export async function babble(keys: Keys): Promise<string> {
  const server = createPlain();
  const port = await listening(server);
  const client = connectPlain(port, '127.0.0.1', () => client.write(Buffer.alloc(1024, 42)));
  client.on('error', () => {});
  const [raw] = (await once(server, 'connection')) as [Socket];
  const socket = new tls.TLSSocket(raw, { isServer: true, secureContext: tls.createSecureContext(keys) });
  const [error] = await new Promise<Error[]>((resolve) => socket.on('error', (failure) => resolve([failure])));
  client.destroy();
  server.close();
  return String(error?.message.replace(/^[0-9A-F]+:/, ''));
}

/** TLS on a socket that is connected afterwards; and the defaults of the module, and the issuers of a peer. */
export async function afterwards(keys: Keys): Promise<unknown[]> {
  const server = tls.createServer(keys, (socket) => socket.end(`you said ${socket.getProtocol()}`));
  const port = await listening(server);
  const plain = new Socket();
  const socket = tls.connect({ socket: plain, rejectUnauthorized: false });
  plain.connect(port, '127.0.0.1');
  const seen: unknown[] = [socket.connecting];
  socket.on('data', (chunk) => seen.push(String(chunk)));
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerX509Certificate();
  seen.push(certificate?.subject, certificate?.issuerCertificate === undefined);
  await once(socket, 'close');
  server.close();
  return seen;
}

/** A connection that is given up before, or while, it is made. */
export async function abort(keys: Keys): Promise<string[]> {
  const seen: string[] = [];
  const server = tls.createServer(keys, () => seen.push('secure'));
  const port = await listening(server);
  for (const ticks of [-1, 0]) {
    const controller = new AbortController();
    if (ticks < 0) controller.abort();
    const socket = visit(port, { signal: controller.signal } as tls.ConnectionOptions);
    controller.abort();
    const error = await new Promise<Error>((resolve) => socket.on('error', resolve));
    seen.push(error.name);
  }
  server.close();
  return seen;
}
