/** Programs that speak before they know to whom: each has something to say from the start, to a peer that it must refuse. */
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';

interface Input {
  port: number;
  ca?: string;
}

const SECRET = 'the secret '.repeat(1000);

/** The error that a connection ends with, once it has closed. */
function failureOf(socket: tls.TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    let failure = 'none';
    socket.on('error', (error: NodeJS.ErrnoException) => {
      failure = error.code ?? error.message;
    });
    socket.on('close', () => resolve(failure));
  });
}

const options = ({ port, ca }: Input) => ({ port, host: '127.0.0.1', ...(ca === undefined ? {} : { ca }) });

/** Nobody vouches for the server. */
export function unknownAuthority({ port }: Input): Promise<string> {
  const socket = tls.connect({ port, host: '127.0.0.1' });
  socket.write(SECRET);
  return failureOf(socket);
}

/** The server is another one than it should be. */
export function wrongName(input: Input): Promise<string> {
  const socket = tls.connect({ ...options(input), servername: 'other.example' });
  socket.cork();
  socket.write(SECRET);
  socket.write(SECRET);
  socket.uncork();
  return failureOf(socket);
}

/** Everything is said, and the end, before there is a connection. */
export function endedAtOnce(input: Input): Promise<string> {
  const socket = tls.connect({ ...options(input), servername: 'other.example' });
  socket.end(SECRET);
  return failureOf(socket);
}

/** The program has its own idea of whom to trust. */
export function ownCheck(input: Input): Promise<string> {
  const socket = tls.connect({ ...options(input), checkServerIdentity: () => new Error('not this one') });
  socket.on('connect', () => socket.write(SECRET));
  socket.on('secure', () => socket.write(SECRET));
  return failureOf(socket);
}

/** A program that speaks as soon as the handshake is over, whatever comes of it. */
export function onSecure(input: Input): Promise<string> {
  const socket = tls.connect({ ...options(input), servername: 'other.example' });
  socket.prependListener('secure', () => socket.write(SECRET));
  return failureOf(socket);
}

/** Over a connection that is there already. */
export async function startTls(input: Input): Promise<string> {
  const plain = net.connect(options(input));
  await new Promise((resolve) => plain.once('connect', resolve));
  const socket = tls.connect({ socket: plain, servername: 'other.example', ...(input.ca ? { ca: input.ca } : {}) });
  socket.write(SECRET);
  return failureOf(socket);
}

/** With a version before 1.3, where the client's last word of the handshake comes later. */
export function older(input: Input): Promise<string> {
  const socket = tls.connect({ ...options(input), servername: 'other.example', maxVersion: 'TLSv1.2' });
  socket.write(SECRET);
  return failureOf(socket);
}

/** A request with its body. */
export function request(input: Input): Promise<string> {
  return new Promise((resolve) => {
    const sent = https.request({
      ...options(input),
      servername: 'other.example',
      method: 'POST',
      path: `/${SECRET.length}`,
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.on('response', () => resolve('a response'));
    sent.end(SECRET);
  });
}

/** The one that is accepted hears all of it. */
export async function accepted(input: Input): Promise<string> {
  const socket = tls.connect({ ...options(input), servername: 'tls.example' });
  socket.end(SECRET);
  return failureOf(socket.resume());
}
