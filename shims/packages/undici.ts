/**
 * The parts of the package `undici` that cannot work in a component: its connections, whose parser is WebAssembly, and its own copies
 * of the web's classes. The build puts these in the places of the package's files (`src/build/package-modules.ts`); everything else is
 * the package as it is installed. https://undici.nodejs.org
 */
import { EventSource } from '../internal/event-source/event-source.ts';
import { extractBody } from '../internal/fetch/body.ts';
import { provideDispatch } from '../internal/fetch/dispatch.ts';
import { fetchAs } from '../internal/fetch/fetch.ts';
import { FormData } from '../internal/fetch/form-data.ts';
import { Headers } from '../internal/fetch/headers.ts';
import { Request, type RequestInit } from '../internal/fetch/request.ts';
import { Response } from '../internal/fetch/response.ts';
import { MessageEvent } from '../internal/message-event.ts';
import { refuse } from '../internal/refuse.ts';
import { CloseEvent, ErrorEvent } from '../internal/web-socket/events.ts';
import { WebSocket } from '../internal/web-socket/web-socket.ts';
import { connectWith } from './undici/connection.ts';
import { connectorsOver } from './undici/connector.ts';
import { DispatchedConnection, type Dispatcher } from './undici/fetch-transport.ts';
import { CacheStorage, connectH2, WebSocketError, WebSocketStream } from './undici/refused.ts';

interface WebIdl {
  webidl: { webidl: { is?: Record<string, (value: unknown) => boolean> } };
}

/** What the package's checks know of our classes. */
function brand({ webidl: { webidl } }: WebIdl, Class: new () => object): void {
  if (webidl.is) webidl.is[Class.name] = (value) => value instanceof Class;
}

/** Exports of the replaced files, by their path in the package; parameters are the modules that the build requires for them. */
export const undici = {
  'lib/core/connect.js': ({ original }: { original: Parameters<typeof connectorsOver>[0] }) => connectorsOver(original),
  'lib/dispatcher/client-h1.js': connectWith,
  'lib/dispatcher/client-h2.js': () => connectH2,
  'lib/web/fetch/index.js': () => {
    provideDispatch((hop, onClose, dispatcher) => new DispatchedConnection(hop, onClose, dispatcher as Dispatcher));
    const fetch = async (input: string | Request, init?: RequestInit) => fetchAs('undici', input, init);
    return { fetch };
  },
  'lib/web/fetch/body.js': () => ({ extractBody }),
  'lib/web/fetch/formdata.js': (modules: WebIdl) => {
    brand(modules, FormData);
    return { FormData };
  },
  'lib/web/fetch/headers.js': (modules: WebIdl) => {
    brand(modules, Headers);
    return { Headers };
  },
  'lib/web/fetch/request.js': () => ({ Request }),
  'lib/web/fetch/response.js': () => ({ Response }),
  'lib/web/cache/cachestorage.js': () => ({ CacheStorage }),
  'lib/web/eventsource/eventsource.js': () => ({ EventSource }),
  'lib/web/websocket/events.js': () => ({ CloseEvent, ErrorEvent, MessageEvent }),
  'lib/web/websocket/websocket.js': () => ({ WebSocket, ping: refuse('undici', 'ping') }),
  'lib/web/websocket/stream/websocketstream.js': () => ({ WebSocketStream }),
  'lib/web/websocket/stream/websocketerror.js': () => ({ WebSocketError }),
};
