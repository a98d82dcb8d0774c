/** `dns.Resolver`, with callbacks. https://nodejs.org/api/dns.html#class-dnsresolver */
import { errnoException } from '../errors.ts';
import { isIP } from '../net/ip.ts';
import { validateFunction, validateString } from '../validators.ts';
import type { ResolverOptions } from './channel.ts';
import type { Request } from './query.ts';
import type { QUERIES, QueryMethod } from './records.ts';
import { defineQueries, kindOf, ResolverBase } from './resolver-base.ts';

type Done = (error: Error | null, result?: unknown) => void;
type Ask = (name: unknown, options: unknown, callback?: unknown) => Request;

class CallbackResolver extends ResolverBase {
  resolve(hostname: unknown, rrtype: unknown, callback?: unknown): Request {
    if (typeof rrtype === 'function') return ask(this, 'a', hostname, undefined, rrtype);
    return ask(this, kindOf(rrtype), hostname, undefined, callback);
  }

  reverse(address: unknown, callback: unknown): Request {
    validateString(address, 'name');
    validateFunction(callback, 'callback');
    if (isIP(address) === 0) throw Object.assign(errnoException(-22, 'getHostByAddr', address), { hostname: address });
    this._handle.askReverse(address, callback as Done);
    return { callback, hostname: address, oncomplete: callback };
  }
}
Object.defineProperty(CallbackResolver, 'name', { value: 'Resolver' });
defineQueries(
  CallbackResolver.prototype,
  (kind) =>
    function (this: CallbackResolver, name: unknown, options: unknown, callback?: unknown): Request {
      return ask(this, kind, name, options, callback);
    },
);

function ask(
  { _handle: channel }: ResolverBase,
  kind: (typeof QUERIES)[QueryMethod],
  name: unknown,
  options: unknown,
  callback: unknown,
): Request {
  const hasOptions = typeof options !== 'function' || callback !== undefined;
  const done = hasOptions ? callback : options;
  validateString(name, 'name');
  validateFunction(done, 'callback');
  const ttl = hasOptions && Boolean((options as { ttl?: unknown } | null | undefined)?.ttl);
  channel.ask(name, kind, ttl, done as Done);
  return { callback: done, hostname: name, oncomplete: done };
}

/** https://nodejs.org/api/dns.html#class-dnsresolver */
export type Resolver = CallbackResolver & { readonly [name in QueryMethod]: Ask };
/** https://nodejs.org/api/dns.html#class-dnsresolver */
export const Resolver = CallbackResolver as unknown as new (options?: ResolverOptions) => Resolver;
