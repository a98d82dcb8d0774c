/** What takes the place of `lib/core/connect.js`. */
import { nextTick } from '../../internal/loop.ts';
import { BridgeSocket, type OpenSocket } from './bridge-socket.ts';

/** Options of undici's connector, all that it knows. */
type ConnectorOptions = Record<string, unknown>;
type BuildConnector = (options: ConnectorOptions) => OpenSocket;
type Done = (error: Error | null, socket?: unknown) => void;

/** Options that change nothing of what the host does anyway. */
const HARMLESS = new Set([
  ...['allowH2', 'preferH2', 'maxCachedSessions', 'timeout', 'autoSelectFamily', 'autoSelectFamilyAttemptTimeout'],
  ...['keepAlive', 'keepAliveInitialDelay', 'useH2c', 'noDelay'],
]);

/**
 * A `buildConnector` whose connections are the host's, as long as nothing is asked for that only a connection of the tool's own can
 * give: a socket path, certificates, a name to verify, a tunnel.
 *
 * @param original the package's own
 */
export function connectorsOver(original: BuildConnector): BuildConnector {
  return (options = {}) => {
    // The guest has no HTTP/2.
    const open = original({ ...options, allowH2: false, useH2c: false });
    const special = Object.keys(options).some((name) => !HARMLESS.has(name) && options[name] != null);
    if (special) return open;
    return (target, done: Done) => {
      const { httpSocket, localAddress } = target as { httpSocket?: unknown; localAddress?: unknown };
      if (httpSocket || localAddress) return open(target, done);
      const socket = new BridgeSocket(open);
      nextTick(() => done(null, socket));
      return socket;
    };
  };
}
