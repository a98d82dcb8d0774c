/**
 * `node:repl`, over `node:readline` and `node:vm`. It shows no previews.
 *
 * https://nodejs.org/api/repl.html
 */
import { builtinModules } from './internal/modules/builtins.ts';
import { REPL_MODE_SLOPPY, REPL_MODE_STRICT, Recoverable, writer } from './internal/repl/modes.ts';
import { ReplServer } from './internal/repl/server.ts';

/** As Node's it can be called without `new`. https://nodejs.org/api/repl.html#class-replserver */
export const REPLServer = /* @__PURE__ */ (() => {
  function REPLServer(...args: unknown[]): ReplServer {
    return Reflect.construct(ReplServer, args, new.target ?? REPLServer) as ReplServer;
  }
  REPLServer.prototype = ReplServer.prototype;
  Object.defineProperty(ReplServer.prototype, 'constructor', { value: REPLServer, writable: true, configurable: true });
  return Object.setPrototypeOf(REPLServer, ReplServer) as typeof ReplServer;
})();

/** https://nodejs.org/api/repl.html#replstartoptions */
export function start(...args: unknown[]): ReplServer {
  return new REPLServer(...(args as [unknown]));
}

export { builtinModules, REPL_MODE_SLOPPY, REPL_MODE_STRICT, Recoverable, writer };
export default {
  builtinModules,
  REPL_MODE_SLOPPY,
  REPL_MODE_STRICT,
  REPLServer,
  Recoverable,
  start,
  writer,
};
