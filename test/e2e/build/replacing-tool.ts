/** A tool that puts its own things in the places of globals, as polyfills and mocks do. */
import { ask } from './asking.ts';

export async function replaced() {
  const before = typeof ask;
  const real = globalThis.fetch;
  globalThis.fetch = async () => new Response('mocked');
  const mocked = await ask('http://example.com/');
  globalThis.fetch = real;
  class Own {}
  Object.defineProperty(globalThis, 'Headers', { value: Own, writable: true, configurable: true });
  return [before, mocked, new Headers() instanceof Own, globalThis.fetch === real];
}
