import ipaddr from 'ipaddr.js';

/** A parsed address. IPv4-mapped IPv6 addresses are their IPv4 address here. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Where the one global unicast block of IPv6 begins and its length: what is outside is no public host. */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Parses a literal address: four decimal parts, or IPv6 with or without brackets and zone. Other spellings of IPv4
 * (`0x7f.1`, `2130706433`) are no literals here: `normalizeHost` turns them into one first.
 * @returns undefined when `text` is no literal address
 */
export function parseAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (!bare.includes(':') || !ipaddr.IPv6.isValid(bare)) return undefined;
  const address = ipaddr.IPv6.parse(bare);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** Whether two addresses are the same, whatever their spelling; the zone does not count. */
export function sameAddress(left: Address, right: Address): boolean {
  return inRange(left, right, left.kind() === 'ipv4' ? 32 : 128);
}

/** Whether `address` is in the block of `network` and `bits`. */
export function inRange(address: Address, network: Address, bits: number): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

/**
 * Whether an address is anything but a public unicast host: loopback, private, CGNAT, link-local, metadata, multicast,
 * unspecified, reserved, documentation, or an IPv6 form that carries an IPv4 address (NAT64, 6to4, Teredo, compatible).
 */
export function isSpecial(address: Address): boolean {
  return address.range() !== 'unicast' || (address.kind() === 'ipv6' && !address.match(globalUnicast));
}

/** Whether an address is the machine itself. */
export function isLoopback(address: Address): boolean {
  return address.range() === 'loopback';
}
