/** The opening handshake of a WebSocket. Source: RFC 6455, 4.1; WebSockets Standard, 2.1 Establish a WebSocket connection. */
import type { Buffer } from '../../buffer.ts';
import { request as httpRequest } from '../../http.ts';
import { request as httpsRequest } from '../../https.ts';
import { hash } from '../crypto/hash-once.ts';
import { randomBytes } from '../crypto/random.ts';
import { URL } from '../url/url-class.ts';

/** The key that servers add to prove that they speak the protocol. */
const PROTOCOL_KEY = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** A connection that speaks the protocol. */
export interface OpenConnection {
  socket: RawSocket;
  /** The subprotocol that the server chose; empty for none. */
  protocol: string;
}

/** The connection beneath. */
export interface RawSocket {
  write(data: Uint8Array, done?: () => void): boolean;
  end(): void;
  destroy(): void;
  setTimeout(milliseconds: number, then?: () => void): void;
  on(event: string, listener: (...args: never[]) => void): this;
  unshift(chunk: Uint8Array): void;
}

interface Answer {
  statusCode: number;
  headers: Record<string, string | undefined>;
}

/**
 * Connects and shakes hands. `signal` ends it before. Rejects with the error of the connection (a denial is ERR_ACCESS_DENIED), or
 * with one that says what was wrong with the answer.
 */
export function shakeHands(
  url: { protocol: string; href: string },
  protocols: readonly string[],
  fields: readonly (readonly [string, string])[],
  signal: unknown,
): Promise<OpenConnection> {
  const key = (randomBytes(16) as Buffer).toString('base64');
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of fields) headers[name] = name in headers ? [headers[name] ?? '', value].flat() : value;
  Object.assign(headers, {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': key,
    'sec-websocket-version': '13',
    pragma: 'no-cache',
    'cache-control': 'no-cache',
  });
  if (protocols.length > 0) headers['sec-websocket-protocol'] = protocols.join(', ');
  const secure = url.protocol === 'wss:';
  const target = new URL(url.href.replace(/^ws/, 'http'));
  const request = (secure ? httpsRequest : httpRequest)(target, { agent: false, headers, signal } as never);
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (answer: Answer & { resume(): void }) => {
      reject(new Error(`the server answered ${answer.statusCode}`));
      request.destroy();
    });
    request.on('upgrade', (answer: Answer, socket: RawSocket, head: Buffer) => {
      const problem = problemOf(answer, key, protocols);
      if (problem !== undefined) {
        socket.destroy();
        reject(new Error(problem));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      socket.setTimeout(0);
      resolve({ socket, protocol: answer.headers['sec-websocket-protocol'] ?? '' });
    });
    request.end();
  });
}

/** What is wrong with the answer; undefined where nothing is. */
function problemOf({ headers }: Answer, key: string, protocols: readonly string[]): string | undefined {
  if (headers['upgrade']?.toLowerCase() !== 'websocket') return 'Server did not set Upgrade header to "websocket".';
  if (headers['sec-websocket-accept'] !== hash('sha1', key + PROTOCOL_KEY, 'base64')) {
    return 'Incorrect hash received in Sec-WebSocket-Accept header.';
  }
  if (headers['sec-websocket-extensions'] !== undefined) {
    return 'Sec-WebSocket-Extensions header does not match.';
  }
  const chosen = headers['sec-websocket-protocol'];
  if (chosen !== undefined && !protocols.includes(chosen)) {
    return 'Protocol was not set in the opening handshake.';
  }
  return protocols.length > 0 && chosen === undefined ? 'Protocol was not set in the opening handshake.' : undefined;
}
