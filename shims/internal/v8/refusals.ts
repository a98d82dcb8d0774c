/** What of `node:v8` belongs to V8 alone. */
import { makeNodeError } from '../errors.ts';
import { markRefusing, refusal } from '../refuse.ts';
import { validateFunction, validateObject, validateOneOf, validateString } from '../validators.ts';

const ERR_NOT_BUILDING_SNAPSHOT = /* @__PURE__ */ makeNodeError(
  'ERR_NOT_BUILDING_SNAPSHOT',
  'Operation cannot be invoked when not building startup snapshot',
);

/** The engine has no flags. https://nodejs.org/api/v8.html#v8setflagsfromstringflags */
export const setFlagsFromString = /* @__PURE__ */ markRefusing(function setFlagsFromString(flags: unknown): never {
  validateString(flags, 'flags');
  throw refusal('v8.setFlagsFromString()');
});

/** https://nodejs.org/api/v8.html#v8queryobjectsctor-options */
export const queryObjects = /* @__PURE__ */ markRefusing(function queryObjects(
  constructor: unknown,
  options: unknown = {},
): never {
  validateFunction(constructor, 'constructor');
  validateObject(options, 'options');
  const { format = 'count' } = options as { format?: unknown };
  validateOneOf(format, 'options.format', ['count', 'summary']);
  throw refusal('v8.queryObjects()');
});

function outsideSnapshot(name: string): () => never {
  const refused = (): never => {
    throw new ERR_NOT_BUILDING_SNAPSHOT();
  };
  Object.defineProperty(refused, 'name', { value: name, configurable: true });
  return markRefusing(refused, 'ERR_NOT_BUILDING_SNAPSHOT');
}

/** https://nodejs.org/api/v8.html#startup-snapshot-api */
export const startupSnapshot = /* @__PURE__ */ (() => ({
  addDeserializeCallback: outsideSnapshot('addDeserializeCallback'),
  addSerializeCallback: outsideSnapshot('addSerializeCallback'),
  setDeserializeMainFunction: outsideSnapshot('setDeserializeMainFunction'),
  /** A program never runs while a snapshot of it is made. */
  isBuildingSnapshot: (): boolean => false,
}))();
