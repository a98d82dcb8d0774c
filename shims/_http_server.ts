/** `node:_http_server`: deprecated; use `node:http`. https://nodejs.org/api/deprecations.html#dep0199-require_node_http_ */
import {
  kConnectionsCheckingInterval,
  Server,
  watchConnections as setupConnectionsTracking,
} from './internal/http/server.ts';
import { onConnection as _connectionListener } from './internal/http/server-connection.ts';
import { storeHttpOptions } from './internal/http/server-options.ts';
import { ServerResponse } from './internal/http/server-response.ts';
import { STATUS_CODES } from './internal/http/status-codes.ts';

export {
  _connectionListener,
  kConnectionsCheckingInterval,
  Server,
  ServerResponse,
  STATUS_CODES,
  setupConnectionsTracking,
  storeHttpOptions,
};
export default {
  STATUS_CODES,
  Server,
  ServerResponse,
  setupConnectionsTracking,
  storeHttpOptions,
  kConnectionsCheckingInterval,
  _connectionListener,
};
