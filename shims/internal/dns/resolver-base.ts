/** What both kinds of `Resolver` share. https://nodejs.org/api/dns.html#class-dnsresolver */
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { Channel, type ResolverOptions } from './channel.ts';
import { QUERIES, type QueryMethod, queryName } from './records.ts';

type RecordType = (typeof QUERIES)[QueryMethod];

/** https://nodejs.org/api/dns.html#class-dnsresolver */
export class ResolverBase {
  readonly _handle: Channel;

  constructor(options?: ResolverOptions) {
    this._handle = new Channel(options);
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
}

/** The kind of records that a program names. @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE */
export function kindOf(rrtype: unknown): RecordType {
  if (typeof rrtype !== 'string') throw new ERR_INVALID_ARG_TYPE('rrtype', 'string', rrtype);
  const kind = Object.values(QUERIES).find((name) => name.toUpperCase() === rrtype);
  if (kind === undefined) throw new ERR_INVALID_ARG_VALUE('rrtype', rrtype);
  return kind;
}

/** Gives a class `resolve4`, `resolveMx` and the others. @param ask makes the method of one kind */
export function defineQueries(prototype: object, ask: (kind: RecordType) => (...args: never[]) => unknown): void {
  for (const [method, kind] of Object.entries(QUERIES)) {
    const value = Object.defineProperty(ask(kind), 'name', { value: queryName(kind), configurable: true });
    Object.defineProperty(prototype, method, { value, writable: true, enumerable: true, configurable: true });
  }
}

/** Functions of the module that are methods of a resolver. */
type Method = QueryMethod | 'getServers' | 'resolve' | 'reverse';
const METHODS = ['getServers', ...Object.keys(QUERIES), 'resolve', 'reverse'] as Method[];

/** The functions of a module, which are methods of a resolver that is made when it is first asked. */
export class DefaultResolver<R extends ResolverBase & { readonly [name in Method]: (...args: never[]) => unknown }> {
  /** By name. */
  readonly functions: { readonly [name in Method]: R[name] };
  readonly #make: new () => R;
  #resolver: R | undefined;

  constructor(make: new () => R) {
    this.#make = make;
    this.functions = Object.fromEntries(METHODS.map((name) => [name, this.#bind(name)])) as never;
  }

  /** Sets the servers that the functions ask from now on. */
  setServers(servers: unknown): void {
    const next = new this.#make();
    next.setServers(servers);
    this.#resolver = next;
  }

  #bind(name: Method): unknown {
    const bound = (...args: unknown[]): unknown => {
      this.#resolver ??= new this.#make();
      return Reflect.apply(this.#resolver[name], this.#resolver, args);
    };
    return Object.defineProperty(bound, 'name', { value: `bound ${name}`, configurable: true });
  }
}
