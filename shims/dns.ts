/** https://nodejs.org/api/dns.html */
import promises from './dns/promises.ts';
import * as codes from './internal/dns/codes.ts';
import { callbackFunctions, setServers } from './internal/dns/default-functions.ts';
import { ADDRCONFIG, ALL, lookup, lookupService, V4MAPPED } from './internal/dns/lookup.ts';
import { getDefaultResultOrder, setDefaultResultOrder } from './internal/dns/order.ts';
import { Resolver } from './internal/dns/resolver.ts';

export * from './internal/dns/codes.ts';
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
} = callbackFunctions;
export {
  ADDRCONFIG,
  ALL,
  getDefaultResultOrder,
  lookup,
  lookupService,
  promises,
  Resolver,
  setDefaultResultOrder,
  setServers,
  V4MAPPED,
};
export default {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers,
  ADDRCONFIG,
  ALL,
  V4MAPPED,
  ...codes,
  ...callbackFunctions,
  promises,
};
