/**
 * `Agent`: keeps connections for requests to the same place.
 *
 * https://nodejs.org/api/http.html#class-httpagent
 */

import { createConnection, isIP } from '../../net.ts';
import { AsyncResource } from '../async_hooks/async-resource.ts';
import { type Emitter, EventEmitter, type Listener } from '../events/emitter.ts';
import { refusal } from '../refuse.ts';
import { validateNumber, validateOneOf, validateString } from '../validators.ts';
import type { ClientRequestLike } from './client-request.ts';
import { defineClass } from './define-class.ts';
import type { HttpSocket } from './types.ts';

const kOnKeylog = Symbol('onkeylog');
const kRequestOptions = Symbol('requestOptions');
const kRequestAsyncResource = Symbol('requestAsyncResource');

/** What agents read of options; everything else goes on to `net.connect`. */
export interface AgentOptions {
  [name: string]: unknown;
  host?: string;
  port?: number | string;
  localAddress?: string;
  family?: number;
  socketPath?: string;
  servername?: string;
  timeout?: number;
  keepAlive?: boolean;
  path?: unknown;
  highWaterMark?: number;
}

type AgentRequest = ClientRequestLike & {
  [kRequestOptions]?: AgentOptions | undefined;
  [kRequestAsyncResource]?: AsyncResource | null;
};
type AgentSocket = HttpSocket & { push?: (chunk: unknown, encoding?: string) => boolean };
type SocketLists = Record<string, AgentSocket[]>;
type Created = (error: Error | null, socket?: AgentSocket) => void;

export interface AgentLike extends Emitter {
  options: AgentOptions;
  defaultPort: number;
  protocol: string;
  requests: Record<string, AgentRequest[]>;
  sockets: SocketLists;
  freeSockets: SocketLists;
  keepAliveMsecs: number;
  keepAlive: boolean;
  maxSockets: number;
  maxFreeSockets: number;
  scheduling: string;
  maxTotalSockets: number;
  totalSocketCount: number;
  agentKeepAliveTimeoutBuffer: number;
  [kOnKeylog]?: Listener;
  getName(options?: AgentOptions): string;
  addRequest(request: ClientRequestLike, options: AgentOptions | string, port?: number, localAddress?: string): void;
  createSocket(request: ClientRequestLike, options: AgentOptions, callback: Created): void;
  createConnection(options: AgentOptions, callback?: Created): AgentSocket | undefined | null;
  removeSocket(socket: AgentSocket, options: AgentOptions): void;
  keepSocketAlive(socket: AgentSocket): boolean;
  reuseSocket(socket: AgentSocket, request: ClientRequestLike): void;
  destroy(): void;
}

/** A connection that waits must not bring anything: it would be taken for the answer to the next request. */
function guardFreeSocket(socket: AgentSocket): void {
  if (socket.readableLength > 0) {
    socket.destroy();
    return;
  }
  const { push } = socket;
  if (typeof push !== 'function') return;
  // Not a listener: programs count those.
  socket.push = (chunk, encoding) => {
    if (chunk === null) return push.call(socket, chunk, encoding);
    socket.destroy();
    return false;
  };
}

function unguardFreeSocket(socket: AgentSocket): void {
  delete socket.push;
}

function onFreeSocketError(this: AgentSocket): void {
  this.destroy();
  this.emit('agentRemove');
}

/** https://nodejs.org/api/http.html#new-agentoptions */
function AgentFunction(this: AgentLike, options?: AgentOptions): unknown {
  if (!(this instanceof AgentFunction)) return new Agent(options);
  EventEmitter.call(this);
  this.options = { __proto__: null, ...options } as AgentOptions;
  this.defaultPort = (this.options['defaultPort'] as number) || 80;
  this.protocol = (this.options['protocol'] as string) || 'http:';
  this.options['noDelay'] ??= true;
  // The path of a request is not that of a pipe.
  this.options.path = null;
  this.requests = Object.create(null);
  this.sockets = Object.create(null);
  this.freeSockets = Object.create(null);
  this.keepAliveMsecs = (this.options['keepAliveMsecs'] as number) || 1000;
  this.keepAlive = this.options.keepAlive || false;
  this.maxSockets = (this.options['maxSockets'] as number) || Agent.defaultMaxSockets;
  this.maxFreeSockets = (this.options['maxFreeSockets'] as number) || 256;
  this.scheduling = (this.options['scheduling'] as string) || 'lifo';
  this.maxTotalSockets = this.options['maxTotalSockets'] as number;
  this.totalSocketCount = 0;
  const buffer = this.options['agentKeepAliveTimeoutBuffer'];
  this.agentKeepAliveTimeoutBuffer = Number.isFinite(buffer) && (buffer as number) >= 0 ? (buffer as number) : 1000;
  const { proxyEnv } = this.options as { proxyEnv?: unknown };
  if (typeof proxyEnv === 'object' && proxyEnv !== null) throw refusal('http.Agent({ proxyEnv })');
  validateOneOf(this.scheduling, 'scheduling', ['fifo', 'lifo']);
  if (this.maxTotalSockets === undefined) this.maxTotalSockets = Number.POSITIVE_INFINITY;
  else validateNumber(this.maxTotalSockets, 'maxTotalSockets', 1);
  this.on('free', (socket: AgentSocket, given: AgentOptions) => onFree(this, socket, given));
  this.on('newListener', watchForKeylog);
  return undefined;
}
/** A request is done with `socket`: the next one gets it, or it waits, or it is closed. */
function onFree(agent: AgentLike, socket: AgentSocket, options: AgentOptions): void {
  const name = agent.getName(options);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const requests = agent.requests[name];
  if (requests?.length) {
    const request = requests.shift() as AgentRequest;
    const resource = request[kRequestAsyncResource];
    if (resource) {
      resource.runInAsyncScope(() => giveSocket(agent, request, socket));
      request[kRequestAsyncResource] = null;
    } else giveSocket(agent, request, socket);
    if (requests.length === 0) delete agent.requests[name];
    return;
  }
  const request = socket._httpMessage;
  if (!request?.shouldKeepAlive || !agent.keepAlive) {
    socket.destroy();
    return;
  }
  const free = agent.freeSockets[name] ?? [];
  const count = free.length + (agent.sockets[name]?.length ?? 0);
  if (
    agent.totalSocketCount > agent.maxTotalSockets ||
    count > agent.maxSockets ||
    free.length >= agent.maxFreeSockets ||
    !agent.keepSocketAlive(socket)
  ) {
    socket.destroy();
    return;
  }
  agent.freeSockets[name] = free;
  socket._httpMessage = null;
  agent.removeSocket(socket, options);
  socket.once('error', onFreeSocketError);
  guardFreeSocket(socket);
  free.push(socket);
}

/** TLS keys are only passed on where somebody listens. */
function watchForKeylog(this: AgentLike, event: unknown): void {
  if (event !== 'keylog') return;
  this.removeListener('newListener', watchForKeylog);
  const agent = this;
  const onKeylog = function (this: unknown, line: unknown): void {
    agent.emit('keylog', line, this);
  };
  this[kOnKeylog] = onKeylog;
  for (const lists of [this.freeSockets, this.sockets]) {
    for (const sockets of Object.values(lists)) for (const socket of sockets) socket.on('keylog', onKeylog);
  }
}

/** The agent's options override those of the request. */
function mergeOptions(agent: AgentLike, options: AgentOptions, request: ClientRequestLike): AgentOptions {
  const merged = { __proto__: null, ...options, ...agent.options } as AgentOptions;
  if (merged.socketPath) merged.path = merged.socketPath;
  if (!merged.servername && merged.servername !== '') merged.servername = serverName(merged, request);
  return merged;
}

/** The name of the server for TLS: from the `Host` field, never an address. */
function serverName(options: AgentOptions, request: ClientRequestLike): string {
  let name = options.host as string;
  const host = request.getHeader('host');
  if (host) {
    validateString(host, 'options.headers.host');
    if (host.startsWith('[')) {
      const end = host.indexOf(']');
      name = end === -1 ? host : host.slice(1, end);
    } else name = host.split(':', 1)[0] as string;
  }
  return isIP(name) ? '' : name;
}

function giveSocket(agent: AgentLike, request: ClientRequestLike, socket: AgentSocket): void {
  request.onSocket(socket);
  if (request.timeout === undefined || request.timeout === (agent.options.timeout || 0)) return;
  socket.setTimeout?.(request.timeout);
}

function followSocket(agent: AgentLike, socket: AgentSocket, options: AgentOptions): void {
  const onSocketFree = (): void => {
    agent.emit('free', socket, options);
  };
  const onClose = (): void => {
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
  };
  const onTimeout = (): void => {
    if (Object.values(agent.freeSockets).some((sockets) => sockets.includes(socket))) socket.destroy();
  };
  /** The connection is no longer one of HTTP (an upgrade). */
  const onRemove = (): void => {
    onClose();
    socket.removeListener('close', onClose);
    socket.removeListener('free', onSocketFree);
    socket.removeListener('timeout', onTimeout);
    socket.removeListener('agentRemove', onRemove);
  };
  socket.on('free', onSocketFree);
  socket.on('close', onClose);
  socket.on('timeout', onTimeout);
  socket.on('agentRemove', onRemove);
  if (agent[kOnKeylog]) socket.on('keylog', agent[kOnKeylog]);
}

const methods = {
  createConnection(...args: unknown[]): AgentSocket {
    return (createConnection as (...given: unknown[]) => unknown)(...args) as AgentSocket;
  },

  getName(options: AgentOptions = {}): string {
    let name = `${options.host || 'localhost'}:${options.port || ''}:${options.localAddress || ''}`;
    if (options.family === 4 || options.family === 6) name += `:${options.family}`;
    if (options.socketPath) name += `:${options.socketPath}`;
    return name;
  },

  addRequest(
    this: AgentLike,
    request: AgentRequest,
    given: AgentOptions | string,
    port?: number,
    localAddress?: string,
  ): void {
    const asked = (
      typeof given === 'string' ? { __proto__: null, host: given, port, localAddress } : given
    ) as AgentOptions;
    const options = mergeOptions(this, asked, request);
    const name = this.getName(options);
    this.sockets[name] ??= [];
    const free = this.freeSockets[name];
    let socket: AgentSocket | undefined;
    if (free) {
      while (free.length && free[0]?.destroyed) free.shift();
      socket = this.scheduling === 'fifo' ? free.shift() : free.pop();
      if (!free.length) delete this.freeSockets[name];
    }
    const count = (free?.length ?? 0) + this.sockets[name].length;
    if (socket) {
      if (options.highWaterMark != null && socket.writableHighWaterMark !== options.highWaterMark) {
        socket._writableState.highWaterMark = options.highWaterMark;
      }
      this.reuseSocket(socket, request);
      giveSocket(this, request, socket);
      this.sockets[name].push(socket);
    } else if (count < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
      this.createSocket(request, options, (error, created) => {
        if (error) request.onSocket(created, error);
        else giveSocket(this, request, created as AgentSocket);
      });
    } else {
      request[kRequestOptions] = options;
      request[kRequestAsyncResource] = new AsyncResource('QueuedRequest');
      (this.requests[name] ??= []).push(request);
    }
  },

  createSocket(this: AgentLike, request: AgentRequest, given: AgentOptions, callback: Created): void {
    const options = mergeOptions(this, given, request);
    const timeout = request.timeout || this.options.timeout;
    if (timeout) options.timeout = timeout;
    const name = this.getName(options);
    options['_agentKey'] = name;
    options['encoding'] = null;
    let isCreated = false;
    const onCreated: Created = (error, socket) => {
      if (isCreated) return;
      isCreated = true;
      if (error) {
        callback(error);
        return;
      }
      (this.sockets[name] ??= []).push(socket as AgentSocket);
      this.totalSocketCount++;
      followSocket(this, socket as AgentSocket, options);
      callback(null, socket);
    };
    if (this.keepAlive) {
      options.keepAlive = this.keepAlive;
      options['keepAliveInitialDelay'] = this.keepAliveMsecs;
    }
    const socket = this.createConnection(options, onCreated);
    if (socket) onCreated(null, socket);
  },

  removeSocket(this: AgentLike, socket: AgentSocket, options: AgentOptions): void {
    const name = this.getName(options);
    for (const lists of socket.writable ? [this.sockets] : [this.sockets, this.freeSockets]) {
      const sockets = lists[name];
      const index = sockets?.indexOf(socket) ?? -1;
      if (!sockets || index === -1) continue;
      sockets.splice(index, 1);
      if (sockets.length === 0) delete lists[name];
    }
    let request = this.requests[name]?.[0];
    let wanted = options;
    if (!request) {
      // There is room for a request to another place.
      for (const other of Object.keys(this.requests)) {
        if (this.sockets[other]?.length) break;
        request = this.requests[other]?.[0] as AgentRequest;
        wanted = request[kRequestOptions] as AgentOptions;
        break;
      }
    }
    if (!request || !wanted) return;
    const waiting = request;
    waiting[kRequestOptions] = undefined;
    this.createSocket(waiting, wanted, (error, created) => {
      if (error) waiting.onSocket(null, error);
      else created?.emit('free');
    });
  },

  keepSocketAlive(this: AgentLike, socket: AgentSocket): boolean {
    socket.setKeepAlive?.(true, this.keepAliveMsecs);
    socket.unref?.();
    let timeout = this.options.timeout || 0;
    const request = socket._httpMessage;
    const hint = /^timeout=(\d+)/.exec(String(request?.res?.headers['keep-alive'] ?? ''))?.[1];
    if (hint) {
      // The server must not close it while a request is on its way.
      const announced = Number.parseInt(hint, 10) * 1000 - this.agentKeepAliveTimeoutBuffer;
      if (announced <= 0) return false;
      if (announced < timeout) timeout = announced;
    }
    if (socket.timeout !== timeout) socket.setTimeout?.(timeout);
    return true;
  },

  reuseSocket(socket: AgentSocket, request: AgentRequest): void {
    socket.removeListener('error', onFreeSocketError);
    unguardFreeSocket(socket);
    request.reusedSocket = true;
    socket.ref?.();
  },

  destroy(this: AgentLike): void {
    for (const lists of [this.freeSockets, this.sockets]) {
      for (const sockets of Object.values(lists)) for (const socket of [...sockets]) socket.destroy();
    }
  },
};
export const Agent = /* @__PURE__ */ Object.assign(
  /* @__PURE__ */ defineClass<{
    new (options?: AgentOptions): AgentLike;
    (this: unknown, options?: AgentOptions): unknown;
    prototype: AgentLike;
  }>(AgentFunction, 'Agent', EventEmitter, methods),
  { defaultMaxSockets: Number.POSITIVE_INFINITY },
);

let current: AgentLike | undefined;

/** https://nodejs.org/api/http.html#httpglobalagent */
export function globalAgent(): AgentLike {
  return (current ??= new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 }));
}

/** Puts another agent in its place. */
export function setGlobalAgent(agent: AgentLike): void {
  current = agent;
}
