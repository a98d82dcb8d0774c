/**
 * `node:inspector`: the engine has no debugger protocol.
 *
 * https://nodejs.org/api/inspector.html
 */
import {
  close,
  console,
  DOMStorage,
  Network,
  NetworkResources,
  open,
  Session,
  url,
  waitForDebugger,
} from './internal/inspector/refusals.ts';

export { close, console, DOMStorage, Network, NetworkResources, open, Session, url, waitForDebugger };
export default { close, console, DOMStorage, Network, NetworkResources, open, Session, url, waitForDebugger };
