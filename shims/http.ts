/**
 * `node:http`, over `node:net`.
 *
 * https://nodejs.org/api/http.html
 */
import { Agent, type AgentLike, globalAgent as currentAgent, setGlobalAgent } from './internal/http/agent.ts';
import { ClientRequest } from './internal/http/client-request.ts';
import { validateHeaderName, validateHeaderValue } from './internal/http/field-syntax.ts';
import { setMaxIdleHTTPParsers } from './internal/http/idle-parsers.ts';
import { IncomingMessage } from './internal/http/incoming.ts';
import { methods } from './internal/http/methods.ts';
import { OutgoingMessage } from './internal/http/outgoing.ts';
import { MAX_HEADER_SIZE } from './internal/http/parser.ts';
import { Server } from './internal/http/server.ts';
import { onConnection as _connectionListener } from './internal/http/server-connection.ts';
import { ServerResponse } from './internal/http/server-response.ts';
import { STATUS_CODES } from './internal/http/status-codes.ts';
import { refuse } from './internal/refuse.ts';

export const METHODS = /* @__PURE__ */ methods.toSorted();
export const maxHeaderSize = MAX_HEADER_SIZE;
export const setGlobalProxyFromEnv = /* @__PURE__ */ refuse('http', 'setGlobalProxyFromEnv');

/** https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener */
export function createServer(options?: unknown, requestListener?: unknown): InstanceType<typeof Server> {
  return new Server(options, requestListener);
}

/** https://nodejs.org/api/http.html#httprequesturl-options-callback */
export function request(url: unknown, options?: unknown, callback?: unknown): InstanceType<typeof ClientRequest> {
  return new ClientRequest(url, options, callback);
}

/** https://nodejs.org/api/http.html#httpgeturl-options-callback */
export function get(url: unknown, options?: unknown, callback?: unknown): InstanceType<typeof ClientRequest> {
  const made = request(url, options, callback);
  made.end();
  return made;
}

/** The agent at the time of the build's evaluation; `http.globalAgent` of the module object follows what is set. */
export const globalAgent = /* @__PURE__ */ currentAgent();

/** Node's module object; `globalAgent` may be set, and what the engine lacks is undefined. */
function moduleObject() {
  const http = {
    _connectionListener,
    METHODS,
    STATUS_CODES,
    Agent,
    ClientRequest,
    IncomingMessage,
    OutgoingMessage,
    Server,
    ServerResponse,
    createServer,
    validateHeaderName,
    validateHeaderValue,
    get,
    request,
    setMaxIdleHTTPParsers,
    setGlobalProxyFromEnv,
    maxHeaderSize,
    get globalAgent(): AgentLike {
      return currentAgent();
    },
    set globalAgent(agent: AgentLike) {
      setGlobalAgent(agent);
    },
  };
  for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent'] as const) {
    Object.defineProperty(http, name, {
      configurable: true,
      enumerable: true,
      get: () => (globalThis as Record<string, unknown>)[name],
    });
  }
  return http;
}
const http = /* @__PURE__ */ moduleObject();

export {
  _connectionListener,
  Agent,
  ClientRequest,
  IncomingMessage,
  OutgoingMessage,
  Server,
  ServerResponse,
  STATUS_CODES,
  setMaxIdleHTTPParsers,
  validateHeaderName,
  validateHeaderValue,
};
export default http;
