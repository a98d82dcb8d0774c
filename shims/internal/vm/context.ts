/**
 * Contexts. The engine has one realm: a context here is an object that the code sees as its global object, with the language's own
 * globals behind it. What comes from another realm in Node (`Array`, `Object.prototype`) is the program's own.
 */
import { dynamicImportKey } from './dynamic-import.ts';

/** The globals that every V8 context has; the rest of the program's globals are not seen in a context. */
const CONTEXT_GLOBALS = (
  'AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date DisposableStack Error EvalError ' +
  'FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number ' +
  'Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String SuppressedError Symbol SyntaxError TypeError URIError ' +
  'Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly console decodeURI decodeURIComponent encodeURI ' +
  'encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined unescape'
).split(' ');

type Properties = Record<PropertyKey, unknown>;

/** One context. */
export interface Context {
  /** What the program holds. */
  object: object;
  /** What the code in it sees as `globalThis`. */
  global: object;
  /** Top-level `let`, `const` and `class`, as accessors. */
  lexicals: Properties;
  /** For a script that is starting or runs. */
  state: ScopeState;
}

/** How names are looked up just now. */
export interface ScopeState {
  /** Names that are looked for outside, while a script starts. */
  skipped: ReadonlySet<string> | undefined;
  /** Names that scripts of this context assign to: they are the context's even before they are there. */
  assigned: Set<PropertyKey>;
  /** Names that scripts ask the type of: that must not throw. */
  typeofs: Set<PropertyKey>;
  /** The script that runs is strict. */
  strict: boolean;
}

const contexts = new WeakMap<object, Context>();

/** The context of an object that was contextified; undefined for others. */
export function contextOf(object: object): Context | undefined {
  return contexts.get(object);
}

/** Whether a name is one of the language's own globals. */
export function isContextGlobal(name: string): boolean {
  return CONTEXT_GLOBALS.includes(name) || name in Object.prototype;
}

/** Makes `object` a context. @param vanilla the object is the global object itself (`vm.constants.DONT_CONTEXTIFY`) */
export function contextify(object: object, strings: boolean, vanilla = false): Context {
  const lexicals: Properties = Object.create(null);
  const state: ScopeState = { skipped: undefined, assigned: new Set(), typeofs: new Set(), strict: false };
  const intrinsics = makeIntrinsics(strings);
  if (vanilla) Object.defineProperties(object, Object.getOwnPropertyDescriptors(intrinsics));
  const global = new Proxy(object, globalHandler(intrinsics, lexicals, state));
  intrinsics['globalThis'] = global;
  if (vanilla) Object.defineProperty(object, 'globalThis', hidden(global));
  const context = { object: vanilla ? global : object, global, lexicals, state };
  contexts.set(context.object, context);
  contexts.set(global, context);
  return context;
}

function hidden(value: unknown): PropertyDescriptor {
  return { value, writable: true, configurable: true, enumerable: false };
}

function makeIntrinsics(strings: boolean): Properties {
  const intrinsics = {} as Properties;
  for (const name of CONTEXT_GLOBALS) {
    if (name in globalThis) {
      const descriptor = hidden((globalThis as Properties)[name]);
      if (name === 'undefined' || name === 'NaN' || name === 'Infinity') descriptor.writable = false;
      Object.defineProperty(intrinsics, name, descriptor);
    }
  }
  if (!strings) {
    const refuse = () => {
      throw new EvalError('Code generation from strings disallowed for this context');
    };
    intrinsics['eval'] = Object.defineProperty(refuse, 'name', { value: 'eval' });
    intrinsics['Function'] = new Proxy(Function, { apply: refuse, construct: refuse });
  }
  return intrinsics;
}

function globalHandler(intrinsics: Properties, lexicals: Properties, state: ScopeState): ProxyHandler<object> {
  /** The name that the engine has just found in the scope: it asks for `Symbol.unscopables` next, and then for its value. */
  let asked: PropertyKey | undefined;
  let lookup: PropertyKey | undefined;
  const isSkipped = (key: PropertyKey) => state.skipped?.has(key as string) === true;
  // No `getOwnPropertyDescriptor`: the engine makes a value of the accessor that such a trap answers.
  return {
    has(object, key) {
      asked = undefined;
      // A proxy may not hide what its object has for good.
      if (isSkipped(key) && Object.getOwnPropertyDescriptor(object, key)?.configurable !== false) return false;
      const found = key in lexicals || key in object || key in intrinsics || state.assigned.has(key);
      if (found) asked = key;
      return found;
    },
    get(object, key) {
      if (key === Symbol.unscopables && asked !== undefined) {
        lookup = asked;
        asked = undefined;
        return undefined;
      }
      const isLookup = lookup !== undefined && lookup === key;
      lookup = undefined;
      if (key === dynamicImportKey) return (globalThis as Properties)[key];
      if (isLookup && key in lexicals) return lexicals[key];
      if (key in object) {
        const value = (object as Properties)[key];
        return value === object ? intrinsics['globalThis'] : value;
      }
      if (key in intrinsics) return intrinsics[key];
      if (isLookup && !state.typeofs.has(key)) throw new ReferenceError(`${String(key)} is not defined`);
      return undefined;
    },
    set(object, key, value) {
      const isLookup = lookup !== undefined && lookup === key;
      lookup = undefined;
      if (isLookup && key in lexicals) {
        lexicals[key] = value;
        return true;
      }
      if (Reflect.set(object, key, value)) return true;
      if (state.strict)
        throw new TypeError(`Cannot assign to read only property '${String(key)}' of object '#<Object>'`);
      return false;
    },
    deleteProperty(object, key) {
      lookup = undefined;
      if (!Reflect.deleteProperty(object, key)) return false;
      return Reflect.deleteProperty(intrinsics, key);
    },
    ownKeys(object) {
      const keys = Reflect.ownKeys(object);
      if (!Object.isExtensible(object)) return keys;
      const inner = Reflect.ownKeys(intrinsics).filter((key) => !keys.includes(key));
      return [...inner, ...keys];
    },
  };
}
