/** The host's resolver as both kinds of `Resolver` work on it: the guest's counterpart of Node's `ChannelWrap`. https://nodejs.org/api/dns.html#class-dnsresolver */
import {
  type Answer,
  type Resolver as HostResolver,
  openResolver,
  type Query,
  type RecordType,
} from 'zora:node/name-lookup@0.1.0';
import { ERR_DNS_SET_SERVERS_FAILED, ERR_INVALID_IP_ADDRESS } from '../errors.ts';
import { isIP } from '../net/ip.ts';
import { beginWork } from '../performance/observed.ts';
import { validateArray, validateInt32, validatePort, validateString, validateUint32 } from '../validators.ts';
import { callHost } from '../wit-error.ts';
import { awaitQuery } from './query.ts';
import { queryName, toResult } from './records.ts';

/** Options of the constructor. */
export interface ResolverOptions {
  timeout?: number;
  tries?: number;
  maxTimeout?: number;
}

const DNS_PORT = 53;

/** The servers of the host, which are withheld, look like this. */
const DEFAULT_SERVERS: readonly string[] = ['127.0.0.1'];

/** A resolver of the host, made when it is first needed. */
export class Channel {
  readonly #options: { timeout: number; tries: number; maxTimeout: number };
  #host: HostResolver | undefined;
  /** Questions that are not answered yet. */
  #pending = 0;

  constructor(options?: ResolverOptions) {
    const { timeout = -1, tries = 4, maxTimeout = 0 } = options ?? {};
    validateInt32(timeout, 'options.timeout', -1);
    validateInt32(tries, 'options.tries', 1);
    validateUint32(maxTimeout, 'options.maxTimeout');
    this.#options = { timeout, tries, maxTimeout };
  }

  get #resolver(): HostResolver {
    const { timeout, tries, maxTimeout } = this.#options;
    return (this.#host ??= openResolver(timeout, tries, maxTimeout));
  }

  cancel(): void {
    this.#host?.cancel();
  }

  getServers(): string[] {
    const own = this.#host?.servers() ?? [];
    return own.length > 0 ? own : [...DEFAULT_SERVERS];
  }

  setServers(servers: unknown): void {
    validateArray(servers, 'servers');
    const checked: string[] = [];
    // As Node does: holes are skipped.
    servers.forEach((server, index) => {
      validateString(server, `servers[${index}]`);
      checked.push(checkServer(server));
    });
    if (this.#pending > 0) throw new ERR_DNS_SET_SERVERS_FAILED('There are pending queries.', checked.join(','));
    callHost(() => this.#resolver.setServers(checked));
  }

  setLocalAddress(ipv4: unknown, ipv6?: unknown): void {
    validateString(ipv4, 'ipv4');
    if (ipv6 !== undefined) validateString(ipv6, 'ipv6');
    const addresses = [ipv4, ipv6].filter((address): address is string => address !== undefined);
    const kinds = addresses.map((address) => isIP(address));
    if (kinds.includes(0)) throw Object.assign(new TypeError('Invalid IP address.'), { code: 'ERR_INVALID_ARG_VALUE' });
    if (kinds.length === 2 && kinds[0] === kinds[1]) {
      const family = kinds[0] === 4 ? 'IPv4' : 'IPv6';
      throw Object.assign(new TypeError(`Cannot specify two ${family} addresses.`), { code: 'ERR_INVALID_ARG_VALUE' });
    }
    const of = (kind: number): string => addresses[kinds.indexOf(kind as 4)] ?? (kind === 4 ? '0.0.0.0' : '::0');
    callHost(() => this.#resolver.setLocalAddress(of(4), of(6)));
  }

  /** Asks for records. */
  ask(name: string, kind: RecordType, ttl: boolean, done: (error: Error | null, result?: unknown) => void): void {
    const finished = beginWork('dns', queryName(kind), { host: name, ttl });
    this.#await(this.#resolver.resolve(name.toWellFormed(), kind), name, (error, answer) => {
      if (error || answer?.tag !== 'records') return done(error);
      const result = toResult(kind, answer.val, ttl);
      finished?.({ result });
      done(null, result);
    });
  }

  /** Asks for the names of an address. */
  askReverse(address: string, done: (error: Error | null, result?: unknown) => void): void {
    const finished = beginWork('dns', 'getHostByAddr', { host: address, ttl: false });
    this.#await(this.#resolver.reverse(address.toWellFormed()), address, (error, answer) => {
      if (error || answer?.tag !== 'names') return done(error);
      finished?.({ result: answer.val });
      done(null, answer.val);
    });
  }

  #await(query: Query, name: string, done: (error: Error | null, answer?: Answer) => void): void {
    this.#pending++;
    awaitQuery(query, name, (error, answer) => {
      this.#pending--;
      done(error, answer);
    });
  }
}

/**
 * An address with or without a port, in the form that the host takes; what follows brackets and is no port is left out.
 * @throws ERR_INVALID_IP_ADDRESS, ERR_SOCKET_BAD_PORT
 */
function checkServer(server: string): string {
  if (isIP(server) !== 0) return server;
  const [, bracketed, plain] = /^\[([^[\]]*)\]/.exec(server) ?? /^()([^:]+):\d+$/.exec(server) ?? [];
  const address = bracketed || plain;
  if (isIP(address) === 0) throw new ERR_INVALID_IP_ADDRESS(server);
  const port = validatePort(Number(/:(\d+)$/.exec(server)?.[1] ?? 0)) || DNS_PORT;
  return address?.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
