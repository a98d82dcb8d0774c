import { parseAddress, sameAddress } from '../../capability/network/address.ts';
import { normalizeHost } from '../../capability/network/host.ts';

const MOST_NAMES = 4096;
const MOST_ADDRESSES = 256;

/**
 * The addresses that the host's resolver gave an instance for the names that it asked for. A guest looks a name up first and connects
 * to the address afterwards; this is how its word that the two belong together is checked.
 */
export class ResolvedNames {
  readonly #addresses = new Map<string, Set<string>>();

  /** Remembers what a look-up gave. The names that were asked for longest ago are forgotten. */
  add(host: string, addresses: readonly string[]): void {
    const name = normalizeHost(host)?.name;
    if (name === undefined) return;
    const known = this.#addresses.get(name) ?? new Set();
    for (const address of addresses) if (known.size < MOST_ADDRESSES) known.add(address);
    this.#addresses.delete(name);
    this.#addresses.set(name, known);
    const [oldest] = this.#addresses.keys();
    if (this.#addresses.size > MOST_NAMES && oldest !== undefined) this.#addresses.delete(oldest);
  }

  /** Whether `address` is one that the host's resolver gave for `host`. */
  gave(host: string, address: string): boolean {
    const known = this.#addresses.get(normalizeHost(host)?.name ?? '');
    if (known === undefined) return false;
    if (known.has(address)) return true;
    const asked = parseAddress(address);
    if (asked === undefined) return false;
    return [...known].some((text) => {
      const given = parseAddress(text);
      return given !== undefined && sameAddress(given, asked);
    });
  }
}
