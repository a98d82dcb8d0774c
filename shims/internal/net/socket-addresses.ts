/** The two ends of a socket, and its state. */
import type { SocketLike } from './socket-types.ts';
import type { AddressInfo } from './stream-handle.ts';

function socketOf(value: unknown): SocketLike {
  return value as SocketLike;
}

export const addressMembers = {
  address(this: SocketLike): AddressInfo {
    return this._getsockname();
  },

  _getpeername(this: SocketLike): AddressInfo {
    if (!this._handle || this.connecting) return this._peername ?? {};
    if (!this._peername) {
      const peer: AddressInfo = {};
      if (this._handle.getpeername(peer) !== 0) return {};
      this._peername = peer;
    }
    return this._peername;
  },

  _getsockname(this: SocketLike): AddressInfo {
    if (!this._handle) return {};
    if (!this._sockname) {
      const own: AddressInfo = {};
      if (this._handle.getsockname(own) !== 0) return {};
      this._sockname = own;
    }
    return this._sockname;
  },

  get remoteAddress(): string | undefined {
    return socketOf(this)._getpeername().address;
  },

  get remoteFamily(): string | undefined {
    return socketOf(this)._getpeername().family;
  },

  get remotePort(): number | undefined {
    return socketOf(this)._getpeername().port;
  },

  get localAddress(): string | undefined {
    return socketOf(this)._getsockname().address;
  },

  get localPort(): number | undefined {
    return socketOf(this)._getsockname().port;
  },

  get localFamily(): string | undefined {
    return socketOf(this)._getsockname().family;
  },

  get _connecting(): boolean {
    return socketOf(this).connecting;
  },

  get pending(): boolean {
    const socket = socketOf(this);
    return !socket._handle || socket.connecting;
  },

  get readyState(): string {
    const socket = socketOf(this);
    if (socket.connecting) return 'opening';
    if (socket.readable && socket.writable) return 'open';
    if (socket.readable) return 'readOnly';
    return socket.writable ? 'writeOnly' : 'closed';
  },
};
