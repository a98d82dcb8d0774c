/** `dnsPromises.lookup` and `dnsPromises.lookupService`. https://nodejs.org/api/dns.html#dnspromiseslookuphostname-options */
import { ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } from '../errors.ts';
import { isIP } from '../net/ip.ts';
import { validatePort } from '../validators.ts';
import { askHost, askService, checkLookup, knownAnswer } from './lookup.ts';
import type { LookupAddress } from './order.ts';

/** https://nodejs.org/api/dns.html#dnspromiseslookuphostname-options */
export function lookup(hostname: unknown, options?: unknown): Promise<LookupAddress | LookupAddress[]> {
  const look = checkLookup(hostname, options);
  const known = knownAnswer(look);
  if (known === null) {
    const empty = { address: null as unknown as string, family: look.family === 6 ? 6 : 4 };
    return Promise.resolve(look.all ? [] : empty);
  }
  if (known !== undefined) return Promise.resolve(look.all ? [known] : known);
  return new Promise((resolve, reject) => {
    askHost(look, (error, addresses) => {
      if (error) reject(error);
      else resolve(look.all ? addresses : (addresses[0] as LookupAddress));
    });
  });
}

/** https://nodejs.org/api/dns.html#dnspromiseslookupserviceaddress-port */
export function lookupService(address: unknown, port: unknown): Promise<{ hostname: string; service: string }> {
  if (arguments.length !== 2) throw new ERR_MISSING_ARGS('address', 'port');
  if (isIP(address) === 0) throw new ERR_INVALID_ARG_VALUE('address', address);
  validatePort(port);
  return new Promise((resolve, reject) => {
    askService(address, port, (error, hostname = '', service = '') =>
      error ? reject(error) : resolve({ hostname, service }),
    );
  });
}
