/** Options of servers. https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener */
import { ERR_OUT_OF_RANGE } from '../errors.ts';
import type { Emitter, Listener } from '../events/emitter.ts';
import { validateBoolean, validateFunction, validateInteger } from '../validators.ts';
import type { ConnectionsList } from './connections.ts';
import { checkHttpValidation } from './http-validation.ts';
import { type Incoming, IncomingMessage } from './incoming.ts';
import { ServerResponse } from './server-response.ts';
import { kConnections, kIncomingMessage, kServerResponse, kUniqueHeaders } from './symbols.ts';

export const kOptimizeEmptyRequests: unique symbol = Symbol('OptimizeEmptyRequestsOption') as never;

export interface ServerOptions {
  [name: string]: unknown;
  IncomingMessage?: unknown;
  ServerResponse?: unknown;
}

/** A server of http or https. */
export interface ServerLike extends Emitter {
  maxHeaderSize: number | undefined;
  insecureHTTPParser: boolean | undefined;
  httpValidation: string | undefined;
  requestTimeout: number;
  headersTimeout: number;
  keepAliveTimeout: number;
  keepAliveTimeoutBuffer: number;
  connectionsCheckingInterval: number;
  requireHostHeader: boolean;
  joinDuplicateHeaders: boolean | undefined;
  rejectNonStandardBodyWrites: boolean;
  shouldUpgradeCallback: (request: Incoming) => unknown;
  httpAllowHalfOpen: boolean;
  timeout: number;
  maxHeadersCount: number | null;
  maxRequestsPerSocket: number;
  [kIncomingMessage]: unknown;
  [kServerResponse]: typeof ServerResponse;
  [kOptimizeEmptyRequests]: boolean;
  [kConnections]?: ConnectionsList;
  [kUniqueHeaders]?: Set<string> | null;
  listenerCount(event: string, listener?: Listener): number;
  closeAllConnections(): void;
  closeIdleConnections(): void;
  setTimeout(msecs: number, callback?: Listener): this;
  close(callback?: Listener): this;
}

function listensForUpgrade(this: ServerLike): boolean {
  return this.listenerCount('upgrade') > 0;
}

/**
 * Checks `options` and keeps them on the server.
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 */
export function storeHttpOptions(server: ServerLike, options: ServerOptions): void {
  const number = (name: string, fallback: number): number => {
    const value = options[name];
    if (value === undefined) return fallback;
    validateInteger(value, name, 0);
    return value;
  };
  const flag = <F>(name: string, fallback: F): boolean | F => {
    const value = options[name];
    if (value === undefined) return fallback;
    validateBoolean(value, `options.${name}`);
    return value;
  };
  server[kIncomingMessage] = options.IncomingMessage || IncomingMessage;
  server[kServerResponse] = (options.ServerResponse || ServerResponse) as typeof ServerResponse;
  const { maxHeaderSize, shouldUpgradeCallback } = options;
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, 'maxHeaderSize', 0);
  server.maxHeaderSize = maxHeaderSize;
  server[kOptimizeEmptyRequests] = flag('optimizeEmptyRequests', false);
  server.insecureHTTPParser = flag('insecureHTTPParser', undefined);
  server.httpValidation = options['httpValidation'] as string | undefined;
  checkHttpValidation(server.httpValidation, server.insecureHTTPParser);
  server.requestTimeout = number('requestTimeout', 300_000);
  server.headersTimeout = number('headersTimeout', Math.min(60_000, server.requestTimeout));
  if (server.requestTimeout > 0 && server.headersTimeout > 0 && server.headersTimeout > server.requestTimeout) {
    throw new ERR_OUT_OF_RANGE('headersTimeout', '<= requestTimeout', options['headersTimeout']);
  }
  server.keepAliveTimeout = number('keepAliveTimeout', 5000);
  server.keepAliveTimeoutBuffer = number('keepAliveTimeoutBuffer', 1000);
  server.connectionsCheckingInterval = number('connectionsCheckingInterval', 30_000);
  server.requireHostHeader = flag('requireHostHeader', true);
  server.joinDuplicateHeaders = flag('joinDuplicateHeaders', undefined);
  server.rejectNonStandardBodyWrites = flag('rejectNonStandardBodyWrites', false);
  if (shouldUpgradeCallback !== undefined) {
    validateFunction(shouldUpgradeCallback, 'options.shouldUpgradeCallback');
  }
  server.shouldUpgradeCallback = (shouldUpgradeCallback as typeof listensForUpgrade) ?? listensForUpgrade;
}
