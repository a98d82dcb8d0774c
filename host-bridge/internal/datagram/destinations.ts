import type { Authority, Decision } from '../../capability/authority.ts';
import { parseAddress } from '../../capability/network/address.ts';
import type { Destination } from '../../wit/zora-node-datagram.d.ts';
import { admittedAddress } from '../network/admitted-address.ts';
import type { ResolvedNames } from '../network/resolved-names.ts';

const MOST_REMEMBERED = 4096;

/** Where one socket may send to. Each place is decided on once for a socket, as a connection is. */
export class Destinations {
  readonly #authority: Authority;
  readonly #names: ResolvedNames;
  readonly #admitted = new Map<string, string>();
  readonly #peers = new Map<string, true>();

  constructor(authority: Authority, names: ResolvedNames) {
    this.#authority = authority;
    this.#names = names;
  }

  /** The address to send to. @throws {AccessDenied} @throws {TokenExpired} @throws {InvalidArgument} */
  admit(to: Destination): Decision<string> {
    const key = `${to.port} ${to.address} ${to.host ?? ''}`;
    const known = this.#admitted.get(key);
    if (known !== undefined) {
      this.#authority.clock.assertAlive();
      return known;
    }
    const keep = (address: string): string => {
      remember(this.#admitted, key, address);
      remember(this.#peers, peerKey(address, to.port), true);
      return address;
    };
    const address = admittedAddress(to, this.#authority, this.#names);
    return address instanceof Promise ? address.then(keep) : keep(address);
  }

  /** Whether the guest has sent there: it hears answers. */
  has(address: string, port: number): boolean {
    return this.#peers.has(peerKey(address, port));
  }
}

/** An address in its one form: IPv4-mapped ones as IPv4, without a zone. */
function peerKey(address: string, port: number): string {
  return `${port} ${parseAddress(address)?.toString().replace(/%.*$/, '') ?? address}`;
}

/** Those that were added longest ago are forgotten. */
function remember<T>(into: Map<string, T>, key: string, value: T): void {
  into.set(key, value);
  const [oldest] = into.keys();
  if (into.size > MOST_REMEMBERED && oldest !== undefined) into.delete(oldest);
}
