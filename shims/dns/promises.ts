/** https://nodejs.org/api/dns.html#dns-promises-api */
import * as codes from '../internal/dns/codes.ts';
import { promiseFunctions, usePromiseResolver } from '../internal/dns/default-promise-resolver.ts';
import { lookup, lookupService } from '../internal/dns/lookup-promises.ts';
import { getDefaultResultOrder, setDefaultResultOrder } from '../internal/dns/order.ts';
import { Resolver } from '../internal/dns/promise-resolver.ts';

export * from '../internal/dns/codes.ts';
export const {
  getServers,
  resolve,
  resolve4,
  resolve6,
  resolveAny,
  resolveCaa,
  resolveCname,
  resolveMx,
  resolveNaptr,
  resolveNs,
  resolvePtr,
  resolveSoa,
  resolveSrv,
  resolveTlsa,
  resolveTxt,
  reverse,
} = promiseFunctions;
export {
  getDefaultResultOrder,
  lookup,
  lookupService,
  Resolver,
  setDefaultResultOrder,
  usePromiseResolver as setServers,
};
export default {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers: usePromiseResolver,
  ...codes,
  ...promiseFunctions,
};
