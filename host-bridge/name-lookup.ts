/** `zora:node/name-lookup`: names and addresses, each checked before anything is asked. */
import { ADDRCONFIG, ALL, promises, V4MAPPED } from 'node:dns';
import type { Authority } from './capability/authority.ts';
import { InvalidArgument, type NodeSystemError, systemError } from './capability/denial.ts';
import { parseAddress } from './capability/network/address.ts';
import type { NetworkTarget } from './capability/network.ts';
import type { Implementation } from './internal/implementation.ts';
import { resolveRecords } from './internal/network/dns-records.ts';
import { HostQuery } from './internal/network/query.ts';
import type { ResolvedNames } from './internal/network/resolved-names.ts';
import { Readiness } from './internal/readiness.ts';
import { guard } from './internal/wit-error.ts';
import { Pollable } from './io.ts';
import type * as Wit from './wit/zora-node-name-lookup.d.ts';

const ALWAYS = new Readiness(() => true);
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Queries of one instance at a time. */
const MOST_QUERIES = 256;
const MOST_SERVERS = 32;

/** A handle of a look-up. */
export class Query implements Wit.Query {
  readonly #query: HostQuery;
  #dropped = false;

  constructor(query: HostQuery) {
    this.#query = query;
  }

  answer(): Wit.Answer | undefined {
    return guard(() => {
      if (!(#query in this)) return undefined;
      if (this.#dropped) throw new InvalidArgument('query: dropped');
      return this.#query.answer();
    });
  }

  subscribe(): Pollable {
    return new Pollable(#query in this ? this.#query.readiness : ALWAYS);
  }

  [Symbol.dispose](): void {
    if (#query in this) this.#dropped = true;
  }
}

/** The interface for one caller, and its end. `Resolver` is a class of the caller's own. */
export function createNameLookup(
  authority: Authority,
  names: ResolvedNames,
): { imports: Implementation<typeof Wit>; dispose(): void } {
  let running = 0;
  const resolvers = new Set<promises.Resolver>();
  const ask = (syscall: string, hostname: string, work: () => Promise<Wit.Answer>): Query => {
    const run = async (): Promise<Wit.Answer> => {
      if (running >= MOST_QUERIES) throw systemError('ENOMEM', { syscall });
      running++;
      try {
        return await work();
      } catch (error) {
        throw asSystemError(error, syscall, hostname);
      } finally {
        running--;
      }
    };
    return new Query(new HostQuery(run()));
  };

  class Resolver implements Wit.Resolver {
    readonly #resolver: promises.Resolver;
    #servers: string[] = [];
    #dropped = false;

    constructor(resolver: promises.Resolver) {
      this.#resolver = resolver;
      resolvers.add(resolver);
    }

    servers(): string[] {
      return #resolver in this ? this.#resolverServers() : [];
    }

    setServers(servers: string[]): void {
      guard(() => {
        if (!(#resolver in this)) return;
        this.#assertHeld();
        if (servers.length > MOST_SERVERS) throw new InvalidArgument(`servers: more than ${MOST_SERVERS}`);
        this.#resolver.setServers(servers);
        this.#servers = servers.length === 0 ? [] : this.#resolver.getServers();
      });
    }

    setLocalAddress(ipv4: string, ipv6: string): void {
      guard(() => {
        if (!(#resolver in this)) return;
        this.#assertHeld();
        this.#resolver.setLocalAddress(ipv4, ipv6);
      });
    }

    resolve(name: string, kind: Wit.RecordType): Query {
      return ask(queryCall(kind), name, async () => {
        const { target, begin } = await this.#admit(name, queryCall(kind));
        // In the form in which the name was checked.
        const records = await resolveRecords(begin(), target?.host ?? name, kind);
        if (target === undefined) return { tag: 'records', val: records };
        const reachable = records.filter(({ tag, val }) =>
          tag === 'a' || tag === 'aaaa' ? target.admits(val.address) : true,
        );
        if (records.length > 0 && reachable.length === 0) throw target.refusal();
        names.add(
          name,
          reachable.flatMap(({ tag, val }) => (tag === 'a' || tag === 'aaaa' ? [val.address] : [])),
        );
        return { tag: 'records', val: reachable };
      });
    }

    reverse(address: string): Query {
      return ask('getHostByAddr', address, async () => {
        if (parseAddress(address) === undefined) throw systemError('EINVAL', { syscall: 'getHostByAddr' });
        const { begin } = await this.#admit(address, 'getHostByAddr');
        return { tag: 'names', val: await begin().reverse(address) };
      });
    }

    cancel(): void {
      if (#resolver in this) this.#resolver.cancel();
    }

    [Symbol.dispose](): void {
      if (!(#resolver in this)) return;
      this.#dropped = true;
      this.#resolver.cancel();
      resolvers.delete(this.#resolver);
    }

    #resolverServers(): string[] {
      return this.#servers;
    }

    #assertHeld(): void {
      if (this.#dropped) throw new InvalidArgument('resolver: dropped');
    }

    /**
     * Checks the name, or where the guest has set servers of its own, each of those. What was decided on holds for these
     * servers: `begin` gives up a question to others that were set meanwhile.
     */
    async #admit(name: string, syscall: string): Promise<Admitted> {
      if (!(#resolver in this)) throw new InvalidArgument('resolver: none');
      const servers = this.#servers;
      const target = servers.length === 0 ? await authority.lookup(name) : undefined;
      for (const server of servers) {
        const { host, port } = splitServer(server);
        await authority.connect(host, port);
      }
      return {
        target,
        // Called in the tick in which the question is put: nothing comes between the check and that.
        begin: () => {
          this.#assertHeld();
          if (this.#servers !== servers) throw systemError('ECANCELLED', { syscall });
          return this.#resolver;
        },
      };
    }
  }

  const imports = {
    Query,
    Resolver,
    lookup: (host: string, family: number, hints: number) =>
      ask('getaddrinfo', host, async () => {
        if (family !== 0 && family !== 4 && family !== 6) throw new InvalidArgument('family');
        const target = await authority.lookup(host);
        const addresses =
          hints === 0
            ? (await authority.network.resolve(target, { family })).map(({ address }) => address)
            : await lookUpWithHints(target, family, hints);
        names.add(host, addresses);
        return { tag: 'addresses', val: addresses };
      }),
    lookupService: (address: string, port: number) =>
      ask('getnameinfo', address, async () => {
        await authority.lookup(address);
        const { hostname, service } = await promises.lookupService(address, port);
        return { tag: 'service', val: [hostname, service] };
      }),
    openResolver: (timeoutMs: number, tries: number, maxTimeoutMs: number) =>
      new Resolver(
        new promises.Resolver({
          // Beyond what an int holds, Node's assertion ends the process.
          timeout: Math.min(Math.max(-1, timeoutMs), MAX_TIMEOUT_MS),
          ...(tries === 0 ? {} : { tries: Math.min(tries, 100) }),
          ...(maxTimeoutMs === 0 ? {} : { maxTimeout: Math.min(maxTimeoutMs, MAX_TIMEOUT_MS) }),
        }),
      ),
  };
  return {
    imports,
    /** Ends the questions that are still open. */
    dispose(): void {
      for (const resolver of resolvers) resolver.cancel();
      resolvers.clear();
    },
  };
}

/** A question that has been decided on. */
interface Admitted {
  /** The name; undefined where the guest's own servers are asked. */
  readonly target: NetworkTarget | undefined;
  /** The resolver to ask at once. @throws `ECANCELLED` where its servers are no longer those that were decided on */
  begin(): promises.Resolver;
}

async function lookUpWithHints(target: NetworkTarget, family: 0 | 4 | 6, asked: number): Promise<string[]> {
  // The guest's numbers are Linux's.
  const hints = (asked & 32 ? ADDRCONFIG : 0) | (asked & 16 ? ALL : 0) | (asked & 8 ? V4MAPPED : 0);
  const found = await promises.lookup(target.host, { all: true, family, hints, order: 'verbatim' });
  const admitted = found.map(({ address }) => address).filter((address) => target.admits(address));
  if (admitted.length === 0) throw target.refusal();
  return admitted;
}

/** The system call of a question, as Node names it: `queryAaaa`. */
function queryCall(kind: Wit.RecordType): string {
  return `query${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

/** `1.2.3.4`, `1.2.3.4:53`, `::1`, `[::1]:53`, as `getServers` gives them. */
function splitServer(server: string): { host: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(server) ?? [];
  const host = bracketed ?? plain;
  return host === undefined ? { host: server, port: 53 } : { host, port: port === undefined ? 53 : Number(port) };
}

/** Errors of resolvers have codes that are in no table of the system's, and a host name. */
function asSystemError(error: unknown, syscall: string, hostname: string): unknown {
  const { code, errno, path } = (error ?? {}) as NodeSystemError;
  if (typeof code !== 'string' || code.startsWith('ERR_')) return error;
  return Object.assign(new Error(code), { code, errno, syscall, path: path ?? hostname });
}
