/** Options of TCP. https://nodejs.org/api/net.html#socketsetnodelaynodelay */
import { kSetKeepAlive, kSetKeepAliveInitialDelay, kSetNoDelay, type SocketLike } from './socket-types.ts';

export const tuningMembers = {
  setNoDelay(this: SocketLike, enable?: boolean): SocketLike {
    const wanted = enable === undefined ? true : Boolean(enable);
    if (!this._handle) {
      this[kSetNoDelay] = wanted;
      return this;
    }
    if (typeof this._handle.setNoDelay === 'function' && wanted !== this[kSetNoDelay]) {
      this[kSetNoDelay] = wanted;
      this._handle.setNoDelay(wanted);
    }
    return this;
  },

  setKeepAlive(this: SocketLike, enable?: boolean, initialDelayMs?: number): SocketLike {
    const wanted = Boolean(enable);
    const delay = Math.floor(Number(initialDelayMs ?? 0) / 1000) || 0;
    if (!this._handle) {
      this[kSetKeepAlive] = wanted;
      this[kSetKeepAliveInitialDelay] = delay;
      return this;
    }
    const changed = wanted !== this[kSetKeepAlive] || (wanted && delay !== this[kSetKeepAliveInitialDelay]);
    if (typeof this._handle.setKeepAlive === 'function' && changed) {
      this[kSetKeepAlive] = wanted;
      this[kSetKeepAliveInitialDelay] = delay;
      this._handle.setKeepAlive(wanted, delay);
    }
    return this;
  },
};
