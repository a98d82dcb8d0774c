/**
 * What takes the place of `lib/dispatcher/client-h1.js`: a client's requests go to the host's own undici, which checks each by its URL.
 * What it cannot send (an upgrade, `CONNECT`, another `Host`, a connection that the tool made itself) goes over the guest's sockets.
 */
import { BridgeSocket } from './bridge-socket.ts';
import { sendOverBridge } from './bridge-transport.ts';
import {
  type Abort,
  ClientView,
  startRequest,
  type UndiciClient,
  type UndiciModules,
  type UndiciRequest,
} from './client-view.ts';
import { type ClientSocket, SocketTransport } from './socket-transport.ts';

/** What sends one request, and rejects with the error that ends it. */
type Send = (request: UndiciRequest, signal: Ending) => Promise<void>;

/** How a request that is under way is told that nobody wants it any more. */
export interface Ending {
  /** Set by whoever sends. */
  end: ((reason: Error) => void) | undefined;
}

/** undici's view of a connection. */
interface HttpContext {
  version: string;
  defaultPipelining: number;
  write(request: UndiciRequest): boolean;
  resume(): void;
  destroy(error: Error | undefined, done: () => void): void;
  readonly destroyed: boolean;
  busy(request: UndiciRequest | null): boolean;
}

/** Makes `connectH1` for the package's own modules. */
export function connectWith(modules: UndiciModules) {
  return (client: UndiciClient, socket: BridgeSocket | ClientSocket): HttpContext => {
    const view = new ClientView(client, modules);
    client[modules.symbols['kSocket'] as symbol] = socket;
    if (socket instanceof BridgeSocket) {
      const running = new Set<Abort>();
      socket.once('close', () => {
        const reason = socket.failure ?? view.error('SocketError', 'closed');
        for (const abort of running) abort(reason);
        view.disconnect(reason);
      });
      const send: Send = (request, ending) => sendOverBridge(request, view, socket, ending);
      return context(
        view,
        socket,
        (request) => write(view, request, send, running),
        () => false,
      );
    }
    const transport = new SocketTransport(socket, view, (reason) => view.disconnect(reason));
    const send: Send = (request, ending) => transport.send(request, ending);
    return context(
      view,
      socket,
      (request) => write(view, request, send),
      () => transport.busy,
    );
  };
}

function context(
  view: ClientView,
  socket: BridgeSocket | ClientSocket,
  start: (request: UndiciRequest) => boolean,
  busy: () => boolean,
): HttpContext {
  return {
    version: 'h1',
    defaultPipelining: 1,
    write: start,
    resume: () => {},
    destroy: (error, done) => {
      if (socket.destroyed) queueMicrotask(done);
      else socket.once('close', done).destroy(error);
    },
    get destroyed() {
      return socket.destroyed;
    },
    // What may not be repeated waits for what is under way, as on a connection of undici's own.
    busy: (request) => busy() || (request !== null && view.running > 0 && !request.idempotent),
  };
}

/** Starts a request; false where it has failed already. */
function write(view: ClientView, request: UndiciRequest, send: Send, running?: Set<Abort>): boolean {
  const ending: Ending = { end: undefined };
  const abort: Abort = (reason) => {
    if (request.aborted || request.completed) return;
    const error = reason ?? view.error('RequestAbortedError');
    view.fail(request, error);
    view.modules.util.destroy(request.body);
    ending.end?.(error);
  };
  try {
    startRequest(request, abort);
  } catch (error) {
    view.fail(request, error as Error);
  }
  if (request.aborted) return false;
  running?.add(abort);
  send(request, ending)
    .catch((error: Error) => {
      view.fail(request, error);
      view.modules.util.destroy(request.body);
    })
    // In a later microtask, so that the client has counted the request as started.
    .then(() => {
      running?.delete(abort);
      view.finish(request);
    });
  return true;
}
