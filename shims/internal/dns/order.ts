/** The order of addresses. https://nodejs.org/api/dns.html#dnssetdefaultresultorderorder */

import { isIP } from '../net/ip.ts';
import { validateOneOf } from '../validators.ts';

export type Order = 'verbatim' | 'ipv4first' | 'ipv6first';
export const ORDERS: readonly Order[] = ['verbatim', 'ipv4first', 'ipv6first'];

let order: Order = 'verbatim';

/** The order where a look-up says nothing. */
export function getDefaultResultOrder(): Order {
  return order;
}

/** Sets that. */
export function setDefaultResultOrder(value: Order): void {
  validateOneOf(value, 'dnsOrder', ORDERS);
  order = value;
}

/** An address with its family. */
export interface LookupAddress {
  address: string;
  family: number;
}

/** Addresses with their families, in the order that is wanted. */
export function inOrder(addresses: readonly string[], wanted: Order): LookupAddress[] {
  const all = addresses.map((address) => ({ address, family: isIP(address) as number }));
  if (wanted === 'verbatim') return all;
  const first = wanted === 'ipv4first' ? 4 : 6;
  return [...all.filter(({ family }) => family === first), ...all.filter(({ family }) => family !== first)];
}
