/** What programs are no longer to look at. https://nodejs.org/api/deprecations.html#DEP0112 */
import { deprecate } from '../util/deprecate.ts';
import { kState, runningHandle, type SocketLike, type SocketState } from './state.ts';
import { UdpHandle } from './udp-handle.ts';

const PROPERTIES: Readonly<Record<string, keyof SocketState>> = {
  _handle: 'handle',
  _receiving: 'receiving',
  _bindState: 'bindState',
  _queue: 'queue',
  _reuseAddr: 'reuseAddr',
};

function old<F extends (...args: never[]) => unknown>(name: string, fn: F): F {
  return deprecate(fn, `Socket.prototype.${name} is deprecated`, 'DEP0112');
}

/** Gives sockets the members that show their state. */
export function addDeprecatedMembers(prototype: object): void {
  for (const [name, field] of Object.entries(PROPERTIES)) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: false,
      get: old(name, function (this: SocketLike) {
        return this[kState][field];
      }),
      set: old(name, function (this: SocketLike, value: unknown) {
        Object.assign(this[kState], { [field]: value });
      }),
    });
  }
  const methods = {
    _healthCheck: old('_healthCheck()', function (this: SocketLike) {
      runningHandle(this);
    }),
    _stopReceiving: old('_stopReceiving()', function (this: SocketLike) {
      this[kState].handle?.recvStop();
      this[kState].receiving = false;
    }),
  };
  Object.assign(prototype, methods);
}

/** A handle that is bound, or libuv's number. */
export const createSocketHandle = /* @__PURE__ */ deprecate(
  (address: string | null | undefined, port: number, type: 'udp4' | 'udp6'): UdpHandle | number => {
    const family = type === 'udp6' ? 'ipv6' : 'ipv4';
    const handle = new UdpHandle({ family, reuseAddress: false, reusePort: false, ipv6Only: false });
    if (!port && !address) return handle;
    const any = family === 'ipv6' ? '::' : '0.0.0.0';
    const error = handle.bind({ address: (address || any).toWellFormed(), port: (port || 0) & 0xffff });
    if (!error) return handle;
    handle.close();
    return error;
  },
  'dgram._createSocketHandle() is deprecated',
  'DEP0112',
);
