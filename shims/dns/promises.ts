/** https://nodejs.org/api/dns.html#dns-promises-api */
import * as codes from '../internal/dns/codes.ts';
import { promiseFunctions, setPromiseServers } from '../internal/dns/default-functions.ts';
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
  setPromiseServers as setServers,
};
export default {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers: setPromiseServers,
  ...codes,
  ...promiseFunctions,
};
