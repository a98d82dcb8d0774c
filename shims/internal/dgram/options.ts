/** What `dgram.createSocket` takes. https://nodejs.org/api/dgram.html#dgramcreatesocketoptions-callback */
import dns from '../../dns.ts';
import { ERR_INVALID_ARG_TYPE, ERR_SOCKET_BAD_TYPE } from '../errors.ts';
import { BlockList } from '../net/block-list.ts';
import { validateFunction, validateUint32 } from '../validators.ts';
import { DISCONNECTED, type Lookup, type SocketState, UNBOUND } from './state.ts';
import { UdpHandle } from './udp-handle.ts';

/** https://nodejs.org/api/dgram.html#dgramcreatesocketoptions-callback */
export interface SocketOptions {
  type?: unknown;
  reuseAddr?: unknown;
  reusePort?: unknown;
  ipv6Only?: unknown;
  recvBufferSize?: unknown;
  sendBufferSize?: unknown;
  lookup?: unknown;
  signal?: unknown;
  receiveBlockList?: unknown;
  sendBlockList?: unknown;
}

/** Checks the options, and makes the state of a socket that is not bound. @throws ERR_SOCKET_BAD_TYPE, ERR_INVALID_ARG_TYPE */
export function openState(type: unknown, options: SocketOptions): SocketState {
  const { reuseAddr, reusePort, ipv6Only, receiveBlockList, sendBlockList } = options;
  const recvBufferSize = bufferSize(options.recvBufferSize, 'options.recvBufferSize');
  const sendBufferSize = bufferSize(options.sendBufferSize, 'options.sendBufferSize');
  const receive = blockList(receiveBlockList, 'options.receiveBlockList');
  const send = blockList(sendBlockList, 'options.sendBlockList');
  if (type !== 'udp4' && type !== 'udp6') throw new ERR_SOCKET_BAD_TYPE();
  return {
    lookup: lookupOf(type, options.lookup),
    handle: new UdpHandle({
      family: type === 'udp4' ? 'ipv4' : 'ipv6',
      reuseAddress: Boolean(reuseAddr),
      reusePort: Boolean(reusePort),
      ipv6Only: Boolean(ipv6Only),
    }),
    receiving: false,
    bindState: UNBOUND,
    connectState: DISCONNECTED,
    queue: undefined,
    reuseAddr: Boolean(reuseAddr),
    recvBufferSize,
    sendBufferSize,
    receiveBlockList: receive,
    sendBlockList: send,
  };
}

function bufferSize(value: unknown, name: string): number | undefined {
  if (!value) return undefined;
  validateUint32(value, name);
  return value;
}

function blockList(value: unknown, name: string): BlockList | undefined {
  if (!value) return undefined;
  if (!BlockList.isBlockList(value)) throw new ERR_INVALID_ARG_TYPE(name, 'net.BlockList', value);
  return value as BlockList;
}

function lookupOf(type: 'udp4' | 'udp6', given: unknown): SocketState['lookup'] {
  if (given !== undefined) validateFunction(given, 'lookup');
  const lookup = (given ?? dns.lookup) as Lookup;
  const family = type === 'udp4' ? 4 : 6;
  const loopback = type === 'udp4' ? '127.0.0.1' : '::1';
  return (host, callback) => lookup(host || loopback, family, callback);
}
