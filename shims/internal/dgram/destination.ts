/** Where datagrams go, as the host is told. */
import type { Destination } from 'zora:node/datagram@0.1.0';
import type { BlockList } from '../net/block-list.ts';
import { isIP } from '../net/ip.ts';

export type { Destination };

/** EINVAL. */
const NO_ADDRESS = -22;

/**
 * The destination for an address that a look-up gave.
 * @param name what was looked up
 * @returns libuv's number where it is no address
 */
export function destination(
  name: string | null | undefined,
  address: string | undefined,
  port: number,
): Destination | number {
  if (address === undefined || isIP(address) === 0) return NO_ADDRESS;
  return name && isIP(name) === 0 ? { host: name.toWellFormed(), address, port } : { address, port };
}

/** Whether a list of the program's has the address. */
export function isBlocked(list: BlockList | undefined, address: string | undefined): boolean {
  return list !== undefined && address !== undefined && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
