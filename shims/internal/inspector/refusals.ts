/** What `node:inspector` and `node:inspector/promises` share: the engine has no debugger protocol. */
import globalConsole from '../../console.ts';
import { refuse, refuseAll } from '../refuse.ts';

export const open = /* @__PURE__ */ refuse('inspector', 'open');
export const waitForDebugger = /* @__PURE__ */ refuse('inspector', 'waitForDebugger');
export const Session = /* @__PURE__ */ refuse('inspector', 'Session');

/** Ends the inspector's server: none was ever started. https://nodejs.org/api/inspector.html#inspectorclose */
export function close(): void {}

/** The inspector's address: none. https://nodejs.org/api/inspector.html#inspectorurl */
export function url(): string | undefined {
  return undefined;
}

/** The inspector's console; without one that listens, it is the program's. */
export const console: unknown = globalConsole;

/** https://nodejs.org/api/inspector.html#integration-with-devtools */
export const Network = /* @__PURE__ */ refuseAll(
  'inspector',
  [
    'requestWillBeSent',
    'responseReceived',
    'loadingFinished',
    'loadingFailed',
    'dataSent',
    'dataReceived',
    'webSocketCreated',
    'webSocketClosed',
    'webSocketHandshakeResponseReceived',
  ],
  'Network.',
);

export const NetworkResources = /* @__PURE__ */ refuseAll('inspector', ['put'], 'NetworkResources.');

export const DOMStorage = /* @__PURE__ */ refuseAll(
  'inspector',
  [
    'domStorageItemAdded',
    'domStorageItemRemoved',
    'domStorageItemUpdated',
    'domStorageItemsCleared',
    'registerStorage',
  ],
  'DOMStorage.',
);
