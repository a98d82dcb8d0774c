/** `Proxy`, remembering what each stands for: the engine tells nobody whether an object is one. */

/** The target and the handler of a proxy. */
export type ProxyDetails = readonly [target: object, handler: object];

const NativeProxy = Proxy;
const details = new WeakMap<object, ProxyDetails>();

function construct(target: object, handler: ProxyHandler<object>): object {
  const proxy = new NativeProxy(target, handler);
  details.set(proxy, [target, handler]);
  return proxy;
}

/** `Proxy.revocable`. */
function revocable(target: object, handler: ProxyHandler<object>): { proxy: object; revoke: () => void } {
  const made = NativeProxy.revocable(target, handler);
  details.set(made.proxy, [target, handler]);
  return made;
}

/** The global `Proxy` of a program. */
export const TrackedProxy: ProxyConstructor = /* @__PURE__ */ new NativeProxy(NativeProxy, {
  construct: (_target, args) => construct(args[0] as object, args[1] as ProxyHandler<object>),
  get: (target, key, receiver) => (key === 'revocable' ? revocable : Reflect.get(target, key, receiver)),
});

/** What a proxy of the program stands for; undefined for what is none. */
export function proxyDetails(value: object): ProxyDetails | undefined {
  return details.get(value);
}
