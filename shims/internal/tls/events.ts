/** What the engine says, as events of the socket and questions to the program. */
import type { NewSession, OcspRequest } from 'zora:node/tls@0.1.0';
import { Buffer } from '../../buffer.ts';
import { hostContextOf } from './secure-context.ts';
import { factsOf } from './session-members.ts';
import { kRenegotiated, kServername, type SniCallback, type TlsSocketLike } from './socket-types.ts';
import type { TlsHandle, TlsListener } from './tls-handle.ts';

type Engine = NonNullable<TlsHandle['engine']>;

/** The failure of a connection, before and after the handshake. */
export function fail(socket: TlsSocketLike, error: Error): void {
  if (socket.destroyed) return;
  const renegotiated = socket[kRenegotiated];
  socket[kRenegotiated] = undefined;
  renegotiated?.(error);
  const own = socket._tlsError(error);
  if (own === null) {
    // Its server has been told; whoever listens to the socket itself is told, too.
    socket.removeListener('error', socket._tlsError as never);
    socket.on('error', () => {});
  }
  socket.destroy(error);
}

/** The handshake is over. */
function finish(socket: TlsSocketLike, handle: TlsHandle): void {
  const renegotiated = socket[kRenegotiated];
  if (renegotiated !== undefined) {
    socket[kRenegotiated] = undefined;
    renegotiated(null);
    return;
  }
  if (socket._secureEstablished) return;
  const facts = factsOf(socket);
  socket.alpnProtocol = facts?.alpn ?? false;
  socket.servername = facts?.servername ?? (socket._tlsOptions.isServer ? false : (socket[kServername] ?? null));
  socket._secureEstablished = true;
  socket.secureConnecting = false;
  socket.emit('secure');
  if (!socket.destroyed) handle.established();
}

/** Asks the program for the context of the name that a client wants. */
function askContext(socket: TlsSocketLike, engine: Engine, name: string | null | undefined): void {
  const callback = socket._tlsOptions.SNICallback as SniCallback;
  if (!name) {
    engine.answerContext(null);
    return;
  }
  socket.servername = name;
  let answered = false;
  callback.call(socket, name, (error, context) => {
    if (answered || socket.destroyed) return;
    answered = true;
    if (error) {
      socket.destroy(error);
      return;
    }
    const host = hostContextOf(context);
    if (context && host === undefined) fail(socket, new TypeError('Invalid SNI context'));
    else engine.answerContext(host ?? null);
  });
}

function askBytes(socket: TlsSocketLike, engine: Engine, event: string, args: unknown[]): void {
  const done = (error?: Error | null, data?: Uint8Array | null): void => {
    if (socket.destroyed) return;
    if (error) socket.destroy(error);
    else engine.answerBytes(data ?? null);
  };
  if (!socket._tlsOptions.server?.emit(event, ...args, done)) engine.answerBytes(null);
}

const bufferOf = (bytes: Uint8Array | null | undefined): Buffer | null => (bytes ? Buffer.from(bytes) : null);

function keep(socket: TlsSocketLike, engine: Engine, { id, data }: NewSession): void {
  const kept = (): void => {
    if (!socket.destroyed) engine.answerKept();
  };
  if (!socket._tlsOptions.server?.emit('newSession', Buffer.from(id), Buffer.from(data), kept)) kept();
}

function askState(socket: TlsSocketLike, engine: Engine, { certificate, issuer }: OcspRequest): void {
  askBytes(socket, engine, 'OCSPRequest', [bufferOf(certificate), bufferOf(issuer)]);
}

/** The listener of a socket's handle. */
export function listenerOf(socket: TlsSocketLike, handle: TlsHandle): TlsListener {
  return {
    onfailure: (error) => fail(socket, error),
    onevent(event) {
      const { engine } = handle;
      if (engine === undefined) return;
      switch (event.tag) {
        case 'secure':
          return finish(socket, handle);
        case 'session':
          return void socket.emit('session', Buffer.from(event.val));
        case 'keylog':
          return void socket.emit('keylog', Buffer.from(event.val));
        case 'ocsp-response':
          return void socket.emit('OCSPResponse', bufferOf(event.val));
        case 'server-name':
          return askContext(socket, engine, event.val);
        case 'new-session':
          return keep(socket, engine, event.val);
        case 'resume-session':
          return askBytes(socket, engine, 'resumeSession', [Buffer.from(event.val)]);
        case 'ocsp-request':
          return askState(socket, engine, event.val);
      }
    },
  };
}
