/**
 * What `require` gives of a module that is still loading: its exports so far, with a warning for a property that is not
 * there yet. https://nodejs.org/api/modules.html#cycles
 */
import { emitWarning } from '../process/emit-warning.ts';
import { proxyDetails } from '../proxy.ts';

/** The part of a module that matters here. */
interface Loading {
  exports: unknown;
  filename: string | null;
}

const watched = new WeakMap<object, object>();

function warn(property: string | symbol): void {
  emitWarning(
    `Accessing non-existent property '${String(property)}' of module exports inside circular dependency`,
    'Warning',
  );
}

/** The prototype of exports that are not complete. */
const prototype = /* @__PURE__ */ new Proxy(Object.prototype, {
  get(target, property) {
    // Asked for by those who look whether the exports were compiled from ES modules.
    if (property in target || property === '__esModule') return Reflect.get(target, property);
    warn(property);
    return undefined;
  },
  getOwnPropertyDescriptor(target, property) {
    if (Object.hasOwn(target, property) || property === '__esModule')
      return Reflect.getOwnPropertyDescriptor(target, property);
    warn(property);
    return undefined;
  },
});

/** The exports of a module within a cycle. Exports that are more than a plain object are left alone. */
export function exportsSoFar(module: Loading): unknown {
  const { exports } = module;
  const isPlain =
    typeof exports === 'object' &&
    exports !== null &&
    proxyDetails(exports) === undefined &&
    Object.getPrototypeOf(exports) === Object.prototype &&
    !Object.hasOwn(exports, '__esModule');
  if (isPlain) {
    Object.setPrototypeOf(exports, prototype);
    watched.set(module, exports);
  }
  return exports;
}

/** The module has loaded: what it exports is complete. */
export function exportsComplete(module: Loading): void {
  const exports = watched.get(module);
  if (exports === undefined) return;
  watched.delete(module);
  if (Object.getPrototypeOf(exports) === prototype) Object.setPrototypeOf(exports, Object.prototype);
}
