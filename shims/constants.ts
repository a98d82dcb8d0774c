/**
 * `node:constants` (deprecated): the constants of `os`, `fs` and `crypto` in one object.
 *
 * https://nodejs.org/api/deprecations.html#dep0008-requirenodeconstants
 */
import { makeConstants as makeCryptoConstants } from './internal/crypto/constants.ts';
import { constants as fsConstants } from './internal/fs/constants.ts';
import { makeConstants as makeOsConstants } from './internal/os/constants.ts';

/** What is the host's is read when it is asked for: the groups of `os` become getters. */
function makeConstants(): Readonly<Record<string, unknown>> {
  const os = makeOsConstants();
  const flat = (): Record<string, unknown> => ({ ...os.dlopen, ...os.errno, ...os.priority, ...os.signals });
  const fixed = { ...fsConstants, ...makeCryptoConstants() } as Record<string, unknown>;
  let known: Record<string, unknown> | undefined;
  const all = (): Record<string, unknown> => (known ??= { ...flat(), ...fixed });
  return new Proxy(fixed, {
    get: (_target, key) => (typeof key === 'string' ? all()[key] : undefined),
    has: (_target, key) => key in all(),
    ownKeys: () => Object.keys(all()),
    getOwnPropertyDescriptor: (_target, key) =>
      key in all() ? { value: all()[key as string], writable: false, enumerable: true, configurable: true } : undefined,
  });
}

const constants = /* @__PURE__ */ makeConstants();
export default constants;
