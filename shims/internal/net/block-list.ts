import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { validateInt32, validateString } from '../validators.ts';
import { cloneSymbol, type Inspect, type InspectOptions, inspectAs, inspectSymbol } from '../web-class.ts';
import { parseIPv6, toNumber } from './ip.ts';
import { SocketAddress } from './socket-address.ts';

type Family = 'ipv4' | 'ipv6';

/** A block of addresses, ends included. */
interface Rule {
  family: Family;
  first: bigint;
  last: bigint;
  text: string;
}

const NAMES = { ipv4: 'IPv4', ipv6: 'IPv6' } as const;
const MAPPED = 0xffffn << 32n;

function toAddress(address: unknown, family: unknown, name: string): SocketAddress {
  if (SocketAddress.isSocketAddress(address)) return address;
  validateString(address, name);
  validateString(family, 'family');
  return new SocketAddress({ address, family });
}

/** https://nodejs.org/api/net.html#class-netblocklist */
export class BlockList {
  #rules: Rule[] = [];

  /** Whether a value is a `BlockList`. */
  static isBlockList(value: unknown): value is BlockList {
    return typeof value === 'object' && value !== null && #rules in value;
  }

  addAddress(address: string | SocketAddress, family: string = 'ipv4'): void {
    const given = toAddress(address, family, 'address');
    const number = toNumber(given.address, given.family);
    this.#add(given.family, number, number, `Address: ${NAMES[given.family]} ${given.address}`);
  }

  addRange(start: string | SocketAddress, end: string | SocketAddress, family: string = 'ipv4'): void {
    const from = toAddress(start, family, 'start');
    const to = toAddress(end, family, 'end');
    const first = toNumber(from.address, from.family);
    const last = toNumber(to.address, to.family);
    if (first > last || from.family !== to.family) {
      throw new ERR_INVALID_ARG_VALUE('start', start, `must come before ${end}`);
    }
    this.#add(from.family, first, last, `Range: ${NAMES[from.family]} ${from.address}-${to.address}`);
  }

  addSubnet(network: string | SocketAddress, prefix: number, family: string = 'ipv4'): void {
    const given = toAddress(network, family, 'network');
    const bits = given.family === 'ipv4' ? 32 : 128;
    validateInt32(prefix, 'prefix', 0, bits);
    const size = BigInt(bits - prefix);
    const first = (toNumber(given.address, given.family) >> size) << size;
    const last = first | ((1n << size) - 1n);
    this.#add(given.family, first, last, `Subnet: ${NAMES[given.family]} ${given.address}/${prefix}`);
  }

  check(address: string | SocketAddress, family: string = 'ipv4'): boolean {
    let given: SocketAddress;
    if (SocketAddress.isSocketAddress(address)) given = address;
    else {
      validateString(address, 'address');
      validateString(family, 'family');
      try {
        given = new SocketAddress({ address, family });
      } catch {
        return false;
      }
    }
    const number = toNumber(given.address, given.family);
    if (this.#holds(given.family, number)) return true;
    // An IPv4 address and its IPv6 form are the same.
    if (given.family === 'ipv4') return this.#holds('ipv6', MAPPED | number);
    const groups = parseIPv6(given.address) ?? [];
    const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
    return mapped && this.#holds('ipv4', number & 0xffffffffn);
  }

  /** The rules as text, the newest first. */
  get rules(): string[] {
    return this.#rules.map(({ text }) => text);
  }

  toJSON(): string[] {
    return this.rules;
  }

  /** Adds the rules that `toJSON` gave. */
  fromJSON(data: string | readonly string[]): void {
    const list: unknown = typeof data === 'string' ? JSON.parse(data) : data;
    if (!Array.isArray(list) || list.some((item) => typeof item !== 'string')) {
      throw new ERR_INVALID_ARG_TYPE('data', ['string', 'string[]'], data);
    }
    for (const rule of (list as string[]).toReversed()) {
      const [, kind, family = '', rest = ''] = /^(Address|Range|Subnet): (IPv[46]) (.*)$/.exec(rule) ?? [];
      const [left = '', right = ''] = rest.split(kind === 'Subnet' ? '/' : '-');
      if (kind === 'Address') this.addAddress(rest, family.toLowerCase());
      else if (kind === 'Range') this.addRange(left, right, family.toLowerCase());
      else if (kind === 'Subnet') this.addSubnet(left, Number(right), family.toLowerCase());
      else throw new ERR_INVALID_ARG_VALUE('data', data);
    }
  }

  #add(family: Family, first: bigint, last: bigint, text: string): void {
    this.#rules.unshift({ family, first, last, text });
  }

  #holds(family: Family, number: bigint): boolean {
    return this.#rules.some((rule) => rule.family === family && number >= rule.first && number <= rule.last);
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string | this {
    if (depth < 0) return this;
    return inspectAs('BlockList', { rules: this.rules }, depth, options, inspect);
  }

  [cloneSymbol](): BlockList {
    const copy = new BlockList();
    copy.#rules = this.#rules;
    return copy;
  }
}
