/** Which way a request of `fetch` goes: through the bridge, or through a dispatcher of the package `undici`. */
import { Connection, type Hop, type HttpConnection } from './connection.ts';

type Dispatch = (hop: Hop, onClose: () => void, dispatcher: unknown) => HttpConnection;

/** Where `setGlobalDispatcher` of the package leaves its dispatcher for Node's own `fetch`. */
const GLOBAL_DISPATCHER = Symbol.for('undici.globalDispatcher.1');

let dispatch: Dispatch | undefined;

/** Makes `fetch` follow dispatchers: a tool without the package pays nothing for it. */
export function provideDispatch(implementation: Dispatch): void {
  dispatch = implementation;
}

/** Whether dispatchers can be followed. */
export function canDispatch(): boolean {
  return dispatch !== undefined;
}

/** Sends one request. `onClose` is called once, at its end. Throws ERR_ACCESS_DENIED and other errors of the host. */
export function openConnection(hop: Hop, onClose: () => void, chosen: unknown): HttpConnection {
  if (dispatch === undefined) return new Connection(hop, onClose);
  const dispatcher = chosen ?? (globalThis as Record<symbol, unknown>)[GLOBAL_DISPATCHER];
  return dispatcher ? dispatch(hop, onClose, dispatcher) : new Connection(hop, onClose);
}
