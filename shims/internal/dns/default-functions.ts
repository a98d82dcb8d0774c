/** The functions of `node:dns` and `node:dns/promises` that a resolver of the module's own answers. */
import { Resolver as PromiseResolver } from './promise-resolver.ts';
import { Resolver } from './resolver.ts';
import { DefaultResolver } from './resolver-base.ts';

const withCallbacks = /* @__PURE__ */ new DefaultResolver(Resolver);
const withPromises = /* @__PURE__ */ new DefaultResolver(PromiseResolver);

/** `dns.resolve` and the others. */
export const callbackFunctions = /* @__PURE__ */ withCallbacks.functions;
/** `dnsPromises.resolve` and the others. */
export const promiseFunctions = /* @__PURE__ */ withPromises.functions;

/** Sets the servers that `dnsPromises`' functions ask. */
export function setPromiseServers(servers: unknown): void {
  withPromises.setServers(servers);
}

/** Sets the servers that the functions of `dns` ask, those of `dnsPromises` too. */
export function setServers(servers: unknown): void {
  withCallbacks.setServers(servers);
  withPromises.setServers(servers);
}
