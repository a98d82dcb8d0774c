/** `process.env`. https://nodejs.org/api/process.html#processenv */
import { getEnvironment } from 'zora:node/system@0.1.0';
import { assertStarted } from '../instance.ts';

type Variables = Record<string, string | undefined>;

let variables: Variables | undefined;

/** The variables: the host's at first use, then the program's own. */
function current(): Variables {
  if (variables === undefined) {
    assertStarted('process.env');
    variables = Object.create(null) as Variables;
    for (const [name, value] of getEnvironment()) variables[name] = value;
  }
  return variables;
}

/** A name or value as a string; a symbol has none. */
function text(value: unknown): string {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return String(value);
}

/** One variable of the program's environment. */
export function environmentVariable(name: string): string | undefined {
  return current()[name];
}

const handler: ProxyHandler<object> = {
  get(_target, key) {
    if (typeof key !== 'symbol') {
      const value = current()[key];
      if (value !== undefined) return value;
    }
    // What every object has (`hasOwnProperty`), which no variable hides.
    return Reflect.get(Object.prototype, key);
  },
  set(_target, key, value) {
    const name = text(key);
    // The system takes no other names, and Node does not tell.
    if (name !== '' && !name.includes('=')) current()[name] = text(value);
    else text(value);
    return true;
  },
  has(_target, key) {
    return (typeof key === 'string' && key in current()) || key in Object.prototype;
  },
  deleteProperty(_target, key) {
    if (typeof key === 'string') delete current()[key];
    return true;
  },
  ownKeys() {
    return Object.keys(current());
  },
  getOwnPropertyDescriptor(_target, key) {
    const value = typeof key === 'string' ? current()[key] : undefined;
    return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
  },
  defineProperty(_target, key, descriptor) {
    if ('get' in descriptor || 'set' in descriptor) {
      throw invalidDefinition(`'process.env' does not accept an accessor(getter/setter) descriptor`);
    }
    if (!('value' in descriptor)) {
      throw invalidDefinition(`'process.env' only accepts a configurable, writable, and enumerable data descriptor`);
    }
    if (!descriptor.configurable || !descriptor.writable || !descriptor.enumerable) {
      throw invalidDefinition(`'process.env' only accepts a configurable, writable, and enumerable data descriptor`);
    }
    current()[text(key)] = text(descriptor.value);
    return true;
  },
};

function invalidDefinition(message: string): Error {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' });
}

/** The exotic object: every name and value that is set becomes a string. */
export const env = /* @__PURE__ */ new Proxy({}, handler) as Variables;
