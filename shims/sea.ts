/**
 * `node:sea`: a program in a component is no single executable application.
 *
 * https://nodejs.org/api/single-executable-applications.html
 */
import { makeNodeError } from './internal/errors.ts';
import { markRefusing } from './internal/refuse.ts';

const ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION = /* @__PURE__ */ makeNodeError(
  'ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION',
  'Operation cannot be invoked when not in a single-executable application',
);

/** Whether the program runs from a single executable application. It never does. */
export function isSea(): boolean {
  return false;
}

function outside(name: string): () => never {
  const refused = (): never => {
    throw new ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION();
  };
  Object.defineProperty(refused, 'name', { value: name, configurable: true });
  return markRefusing(refused, 'ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION');
}

export const getAsset = /* @__PURE__ */ outside('getAsset');
export const getAssetAsBlob = /* @__PURE__ */ outside('getAssetAsBlob');
export const getAssetKeys = /* @__PURE__ */ outside('getAssetKeys');
export const getRawAsset = /* @__PURE__ */ outside('getRawAsset');

export default { getAsset, getAssetAsBlob, getAssetKeys, getRawAsset, isSea };
