/** `dnsPromises.Resolver`. https://nodejs.org/api/dns.html#class-dnspromisesresolver */
import { errnoException } from '../errors.ts';
import { isIP } from '../net/ip.ts';
import { validateString } from '../validators.ts';
import type { ResolverOptions } from './channel.ts';
import type { QUERIES, QueryMethod } from './records.ts';
import { defineQueries, kindOf, ResolverBase } from './resolver-base.ts';

type Ask = (name: unknown, options?: { ttl?: unknown } | null) => Promise<unknown>;

class PromiseResolver extends ResolverBase {
  resolve(hostname: unknown, rrtype?: unknown): Promise<unknown> {
    return ask(this, rrtype === undefined ? 'a' : kindOf(rrtype), hostname);
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
}
Object.defineProperty(PromiseResolver, 'name', { value: 'Resolver' });
defineQueries(
  PromiseResolver.prototype,
  (kind) =>
    function (this: PromiseResolver, name: unknown, options?: { ttl?: unknown } | null): Promise<unknown> {
      return ask(this, kind, name, options);
    },
);

function ask(
  { _handle: channel }: ResolverBase,
  kind: (typeof QUERIES)[QueryMethod],
  name: unknown,
  options?: { ttl?: unknown } | null,
): Promise<unknown> {
  validateString(name, 'name');
  return new Promise((resolve, reject) => {
    channel.ask(name, kind, Boolean(options?.ttl), (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** https://nodejs.org/api/dns.html#class-dnspromisesresolver */
export type Resolver = PromiseResolver & { readonly [name in QueryMethod]: Ask };
/** https://nodejs.org/api/dns.html#class-dnspromisesresolver */
export const Resolver = PromiseResolver as unknown as new (options?: ResolverOptions) => Resolver;
