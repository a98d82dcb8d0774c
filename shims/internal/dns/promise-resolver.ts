/** `dnsPromises.Resolver`. https://nodejs.org/api/dns.html#class-dnspromisesresolver */
import { ERR_INVALID_ARG_TYPE, errnoException } from '../errors.ts';
import { isIP } from '../net/ip.ts';
import { validateString } from '../validators.ts';
import { KINDS } from './records.ts';
import { ResolverBase, type ResolverOptions, unknownType } from './resolver-base.ts';

/** https://nodejs.org/api/dns.html#class-dnspromisesresolver */
export class Resolver {
  readonly _handle: ResolverBase;

  constructor(options?: ResolverOptions) {
    this._handle = new ResolverBase(options);
  }

  cancel(): void {
    this._handle.cancel();
  }

  getServers(): string[] {
    return this._handle.getServers() ?? [];
  }

  setServers(servers: unknown): void {
    this._handle.setServers(servers);
  }

  setLocalAddress(ipv4: unknown, ipv6?: unknown): void {
    this._handle.setLocalAddress(ipv4, ipv6);
  }

  resolve(hostname: unknown, rrtype?: unknown): Promise<unknown> {
    if (rrtype !== undefined && typeof rrtype !== 'string') throw new ERR_INVALID_ARG_TYPE('rrtype', 'string', rrtype);
    const name = rrtype ?? 'A';
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (kind === undefined) throw unknownType(rrtype);
    return this.#query(kind, hostname);
  }

  reverse(address: unknown): Promise<unknown> {
    validateString(address, 'name');
    return new Promise((resolve, reject) => {
      if (isIP(address) === 0) {
        reject(Object.assign(errnoException(-22, 'getHostByAddr', address), { hostname: address }));
        return;
      }
      this._handle.askReverse(address, (error, result) => (error ? reject(error) : resolve(result)));
    });
  }

  #query(kind: (typeof KINDS)[string], name: unknown, options?: { ttl?: unknown } | null): Promise<unknown> {
    validateString(name, 'name');
    return new Promise((resolve, reject) => {
      this._handle.ask(name, kind, Boolean(options?.ttl), (error, result) => (error ? reject(error) : resolve(result)));
    });
  }

  resolve4(name: unknown, options?: { ttl?: unknown } | null): Promise<unknown> {
    return this.#query('a', name, options);
  }

  resolve6(name: unknown, options?: { ttl?: unknown } | null): Promise<unknown> {
    return this.#query('aaaa', name, options);
  }

  resolveAny(name: unknown): Promise<unknown> {
    return this.#query('any', name);
  }

  resolveCaa(name: unknown): Promise<unknown> {
    return this.#query('caa', name);
  }

  resolveCname(name: unknown): Promise<unknown> {
    return this.#query('cname', name);
  }

  resolveMx(name: unknown): Promise<unknown> {
    return this.#query('mx', name);
  }

  resolveNaptr(name: unknown): Promise<unknown> {
    return this.#query('naptr', name);
  }

  resolveNs(name: unknown): Promise<unknown> {
    return this.#query('ns', name);
  }

  resolvePtr(name: unknown): Promise<unknown> {
    return this.#query('ptr', name);
  }

  resolveSoa(name: unknown): Promise<unknown> {
    return this.#query('soa', name);
  }

  resolveSrv(name: unknown): Promise<unknown> {
    return this.#query('srv', name);
  }

  resolveTlsa(name: unknown): Promise<unknown> {
    return this.#query('tlsa', name);
  }

  resolveTxt(name: unknown): Promise<unknown> {
    return this.#query('txt', name);
  }
}
