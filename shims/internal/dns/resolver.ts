/** `dns.Resolver`, with callbacks. https://nodejs.org/api/dns.html#class-dnsresolver */
import { ERR_INVALID_ARG_TYPE, errnoException } from '../errors.ts';
import { isIP } from '../net/ip.ts';
import { validateFunction, validateString } from '../validators.ts';
import type { Request } from './query.ts';
import { KINDS } from './records.ts';
import { ResolverBase, type ResolverOptions, unknownType } from './resolver-base.ts';

type Done = (error: Error | null, result?: unknown) => void;

/** https://nodejs.org/api/dns.html#class-dnsresolver */
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

  resolve(hostname: unknown, rrtype?: unknown, callback?: unknown): Request {
    let kind: unknown = 'A';
    let done = callback;
    if (typeof rrtype === 'string') kind = rrtype;
    else if (typeof rrtype === 'function') done = rrtype;
    else throw new ERR_INVALID_ARG_TYPE('rrtype', 'string', rrtype);
    const type = Object.hasOwn(KINDS, kind as string) ? KINDS[kind as string] : undefined;
    if (type === undefined) throw unknownType(kind);
    return this.#query(type, hostname, undefined, done);
  }

  reverse(address: unknown, callback: unknown): Request {
    validateString(address, 'name');
    validateFunction(callback, 'callback');
    if (isIP(address) === 0) throw Object.assign(errnoException(-22, 'getHostByAddr', address), { hostname: address });
    this._handle.askReverse(address, callback as Done);
    return { callback, hostname: address, oncomplete: callback };
  }

  #query(kind: (typeof KINDS)[string], name: unknown, options: unknown, callback: unknown): Request {
    let done = callback;
    let given = options;
    if (typeof options === 'function' && callback === undefined) {
      done = options;
      given = undefined;
    }
    validateString(name, 'name');
    validateFunction(done, 'callback');
    const ttl = Boolean((given as { ttl?: unknown } | null | undefined)?.ttl);
    this._handle.ask(name, kind, ttl, done as Done);
    return { callback: done, hostname: name, oncomplete: done };
  }

  resolve4(name: unknown, options: unknown, callback?: unknown): Request {
    return this.#query('a', name, options, callback);
  }

  resolve6(name: unknown, options: unknown, callback?: unknown): Request {
    return this.#query('aaaa', name, options, callback);
  }

  resolveAny(name: unknown, callback: unknown): Request {
    return this.#query('any', name, undefined, callback);
  }

  resolveCaa(name: unknown, callback: unknown): Request {
    return this.#query('caa', name, undefined, callback);
  }

  resolveCname(name: unknown, callback: unknown): Request {
    return this.#query('cname', name, undefined, callback);
  }

  resolveMx(name: unknown, callback: unknown): Request {
    return this.#query('mx', name, undefined, callback);
  }

  resolveNaptr(name: unknown, callback: unknown): Request {
    return this.#query('naptr', name, undefined, callback);
  }

  resolveNs(name: unknown, callback: unknown): Request {
    return this.#query('ns', name, undefined, callback);
  }

  resolvePtr(name: unknown, callback: unknown): Request {
    return this.#query('ptr', name, undefined, callback);
  }

  resolveSoa(name: unknown, callback: unknown): Request {
    return this.#query('soa', name, undefined, callback);
  }

  resolveSrv(name: unknown, callback: unknown): Request {
    return this.#query('srv', name, undefined, callback);
  }

  resolveTlsa(name: unknown, callback: unknown): Request {
    return this.#query('tlsa', name, undefined, callback);
  }

  resolveTxt(name: unknown, callback: unknown): Request {
    return this.#query('txt', name, undefined, callback);
  }
}
