/** https://tc39.es/ecma262/#sec-proxy-objects; with it `util.types.isProxy` knows the program's proxies. */
export { TrackedProxy as Proxy } from '../internal/proxy.ts';
