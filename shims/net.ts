/** https://nodejs.org/api/net.html */
import { normalizeArgs } from './internal/net/arguments.ts';
import {
  getDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamily,
  setDefaultAutoSelectFamilyAttemptTimeout,
} from './internal/net/auto-select.ts';
import { BlockList } from './internal/net/block-list.ts';
import { connect } from './internal/net/connect.ts';
import { isIP, isIPv4, isIPv6 } from './internal/net/ip.ts';
import { Server } from './internal/net/server.ts';
import { Socket } from './internal/net/socket.ts';
import { SocketAddress } from './internal/net/socket-address.ts';
import { deprecate } from './internal/util/deprecate.ts';

/** A new server; https://nodejs.org/api/net.html#netcreateserveroptions-connectionlistener */
export function createServer(options?: unknown, connectionListener?: unknown): InstanceType<typeof Server> {
  return new Server(options as never, connectionListener as never);
}

/** Nothing any more: https://nodejs.org/api/deprecations.html#DEP0121 */
export const _setSimultaneousAccepts = /* @__PURE__ */ deprecate(
  () => {},
  'net._setSimultaneousAccepts() is deprecated and will be removed.',
  'DEP0121',
);

export {
  BlockList,
  connect,
  connect as createConnection,
  getDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  isIP,
  isIPv4,
  isIPv6,
  normalizeArgs as _normalizeArgs,
  Server,
  Socket,
  Socket as Stream,
  SocketAddress,
  setDefaultAutoSelectFamily,
  setDefaultAutoSelectFamilyAttemptTimeout,
};
export default {
  _normalizeArgs: normalizeArgs,
  _setSimultaneousAccepts,
  BlockList,
  SocketAddress,
  connect,
  createConnection: connect,
  createServer,
  isIP,
  isIPv4,
  isIPv6,
  Server,
  Socket,
  Stream: Socket,
  getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout,
};
