import type { LookupFunction } from 'node:net';
import type { Pool } from 'undici';
import type { RequestTarget, ResolvedAddress } from '../../capability/network.ts';

/** How long a resolved host may be used again without asking the resolver. */
const FRESH_MS = 10_000;
/** Hosts with open connections; the oldest one goes first. */
const MAX_POOLS = 64;
const CONNECT_TIMEOUT_MS = 10_000;

interface Entry {
  readonly origin: string;
  readonly addresses: readonly ResolvedAddress[];
  readonly pool: Pool;
  resolvedAt: number;
}

/**
 * Kept connections of one caller. A pool belongs to an origin *and* the addresses that it was resolved to, and every
 * request is held against these addresses before it uses one: a connection that one request was allowed to open is no
 * way round the rules for another.
 */
export class Connections {
  readonly #entries = new Set<Entry>();
  /** Pools that were let go while something was under way there. */
  readonly #closing = new Set<Pool>();
  #disposed = false;
  readonly #resolve: (target: RequestTarget) => Promise<readonly ResolvedAddress[]>;

  /** @param resolve gives the addresses that a target may be reached at; throws where there are none */
  constructor(resolve: (target: RequestTarget) => Promise<readonly ResolvedAddress[]>) {
    this.#resolve = resolve;
  }

  /** The pool to send to `target` with. Connections go to the addresses that were checked, and nowhere else. */
  async poolFor(target: RequestTarget): Promise<Pool> {
    const origin = target.url.origin;
    for (const entry of this.#entries) {
      if (entry.origin !== origin || performance.now() - entry.resolvedAt > FRESH_MS) continue;
      if (entry.addresses.every(({ address }) => target.admits(address))) return entry.pool;
    }
    const addresses = await this.#resolve(target);
    if (this.#disposed) throw new Error('The connections are closed');
    const key = keyOf(addresses);
    for (const entry of this.#entries) {
      if (entry.origin !== origin || keyOf(entry.addresses) !== key) continue;
      entry.resolvedAt = performance.now();
      return entry.pool;
    }
    // Loaded with the first request: most instances make none.
    const { Pool } = await import('undici');
    if (this.#disposed) throw new Error('The connections are closed');
    return this.#open(new Pool(origin, poolOptions(addresses)), origin, addresses);
  }

  /** Closes every connection, whatever is under way. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const pools = [...[...this.#entries].map(({ pool }) => pool), ...this.#closing];
    this.#entries.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #open(pool: Pool, origin: string, addresses: readonly ResolvedAddress[]): Pool {
    if (this.#entries.size >= MAX_POOLS) this.#closeOldest();
    this.#entries.add({ origin, addresses, pool, resolvedAt: performance.now() });
    return pool;
  }

  #closeOldest(): void {
    for (const entry of this.#entries) {
      this.#entries.delete(entry);
      // Gracefully: what is under way there is finished.
      this.#closing.add(entry.pool);
      const closed = () => this.#closing.delete(entry.pool);
      entry.pool.close().then(closed, closed);
      return;
    }
  }
}

/** Connections go to `addresses`, in the order that Node would try them in. */
function poolOptions(addresses: readonly ResolvedAddress[]): Pool.Options {
  const lookup: LookupFunction = (_host, options, done) => {
    if (options.all === true) done(null, [...addresses]);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  };
  return {
    allowH2: false,
    connections: null,
    pipelining: 1,
    connect: { lookup, autoSelectFamily: true, timeout: CONNECT_TIMEOUT_MS },
  };
}

function keyOf(addresses: readonly ResolvedAddress[]): string {
  return addresses
    .map(({ address }) => address)
    .sort()
    .join(' ');
}
