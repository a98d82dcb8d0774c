/**
 * `https.Server`.
 *
 * https://nodejs.org/api/https.html#class-httpsserver
 */
import type { Listener } from '../events/emitter.ts';
import { validateObject } from '../validators.ts';
import { defineClass } from './define-class.ts';
import { uniqueHeadersOption } from './outgoing.ts';
import { tls } from './secure.ts';
import { beforeClose, serverMethods, watchConnections } from './server.ts';
import { onConnection } from './server-connection.ts';
import { type ServerLike, type ServerOptions, storeHttpOptions } from './server-options.ts';
import { kUniqueHeaders } from './symbols.ts';

/** https://nodejs.org/api/https.html#httpscreateserveroptions-requestlistener */
function ServerFunction(this: ServerLike, given?: unknown, listener?: unknown): unknown {
  if (!(this instanceof ServerFunction)) return new Server(given, listener);
  let options = given as ServerOptions;
  if (typeof given === 'function') {
    listener = given;
    options = {};
  } else if (given == null) options = {};
  else validateObject(given, 'options');
  // The program may choose by itself.
  const chooses = options['ALPNProtocols'] || options['ALPNCallback'];
  storeHttpOptions(this, options);
  tls.Server.call(this, { noDelay: true, ALPNProtocols: chooses ? undefined : ['http/1.1'], ...options }, onConnection);
  this.httpAllowHalfOpen = false;
  if (listener) this.on('request', listener as Listener);
  this.on('tlsClientError', (error: Error, socket: { destroy(error: Error): void }) => {
    if (!this.emit('clientError', error, socket)) socket.destroy(error);
  });
  this.timeout = 0;
  this.maxHeadersCount = null;
  this[kUniqueHeaders] = uniqueHeadersOption(options['uniqueHeaders']);
  this.on('listening', watchConnections);
  return undefined;
}
const methods = {
  ...serverMethods,

  close(this: ServerLike, ...args: unknown[]): ServerLike {
    beforeClose(this);
    (tls.Server.prototype['close'] as (...given: unknown[]) => void).apply(this, args);
    return this;
  },
};

function define(): { new (options?: unknown, listener?: unknown): ServerLike; prototype: ServerLike } {
  return defineClass(ServerFunction, 'Server', tls.Server, methods);
}

export const Server = /* @__PURE__ */ define();
