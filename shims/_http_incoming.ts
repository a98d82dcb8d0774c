/** `node:_http_incoming`: deprecated; use `node:http`. https://nodejs.org/api/deprecations.html#dep0199-require_node_http_ */
import { IncomingMessage, readStart } from './internal/http/incoming.ts';
import type { HttpSocket } from './internal/http/types.ts';

/** Stops reading from `socket`. */
export function readStop(socket: HttpSocket | null): void {
  socket?.pause();
}

export { IncomingMessage, readStart };
export default { IncomingMessage, readStart, readStop };
