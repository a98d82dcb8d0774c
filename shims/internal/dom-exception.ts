/** `DOMException`, with Node's second form of its options. https://nodejs.org/api/globals.html#class-domexception */

const Native = DOMException;

/** The engine's class, which takes a name; Node's also takes `{ name, cause }`. */
export const NodeDOMException: typeof DOMException = /* @__PURE__ */ (() => {
  const NodeDOMException = new Proxy(Native, {
    construct(target, [message = '', options = 'Error'], newTarget) {
      if (typeof options !== 'object' || options === null)
        return Reflect.construct(target, [message, options], newTarget);
      const { name = 'Error' } = options as { name?: unknown };
      const exception = Reflect.construct(target, [message, name], newTarget) as DOMException;
      if ('cause' in options) {
        Object.defineProperty(exception, 'cause', {
          value: options.cause,
          writable: true,
          configurable: true,
          enumerable: false,
        });
      }
      return exception;
    },
  });
  Object.defineProperty(Native.prototype, 'constructor', {
    value: NodeDOMException,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  return NodeDOMException;
})();
