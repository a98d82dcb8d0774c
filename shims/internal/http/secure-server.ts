/**
 * `https.Server`.
 *
 * https://nodejs.org/api/https.html#class-httpsserver
 */
import { defineClass } from './define-class.ts';
import { tls } from './secure.ts';
import { beforeClose, beginServer, serverArguments, serverMethods } from './server.ts';
import { onConnection } from './server-connection.ts';
import { type ServerLike, storeHttpOptions } from './server-options.ts';

/** https://nodejs.org/api/https.html#httpscreateserveroptions-requestlistener */
function ServerFunction(this: ServerLike, given?: unknown, listener?: unknown): unknown {
  if (!(this instanceof ServerFunction)) return new Server(given, listener);
  const [options, onRequest] = serverArguments(given, listener);
  // The program may choose by itself.
  const chooses = options['ALPNProtocols'] || options['ALPNCallback'];
  storeHttpOptions(this, options);
  tls.Server.call(this, { noDelay: true, ALPNProtocols: chooses ? undefined : ['http/1.1'], ...options }, onConnection);
  beginServer(this, options, onRequest);
  this.on('tlsClientError', (error: Error, socket: { destroy(error: Error): void }) => {
    if (!this.emit('clientError', error, socket)) socket.destroy(error);
  });
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
