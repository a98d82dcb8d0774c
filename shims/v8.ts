/**
 * `node:v8`: its serialization format, and what can be said of a heap that is not V8's.
 *
 * https://nodejs.org/api/v8.html
 */
import { refuse } from './internal/refuse.ts';
import {
  DefaultDeserializer,
  DefaultSerializer,
  Deserializer,
  deserialize,
  Serializer,
  serialize,
} from './internal/v8/default-serialization.ts';
import { getHeapSpaceStatistics, getHeapStatistics } from './internal/v8/heap.ts';
import { createHook, onAfter, onBefore, onInit, onSettled } from './internal/v8/promise-hooks.ts';
import { queryObjects, setFlagsFromString, startupSnapshot } from './internal/v8/refusals.ts';
import { validateString } from './internal/validators.ts';

/** A number that differs where the form of `vm`'s cached data does: https://nodejs.org/api/v8.html#v8cacheddataversiontag */
export function cachedDataVersionTag(): number {
  return 1;
}

/** Whether every character fits into a byte: https://nodejs.org/api/v8.html#v8isstringonebyterepresentationcontent */
export function isStringOneByteRepresentation(content: unknown): boolean {
  validateString(content, 'content');
  return /^[\0-\xff]*$/.test(content);
}

/** Writes the coverage that `NODE_V8_COVERAGE` asked for; as in a Node without it, there is none. */
export function takeCoverage(): void {}

/** Stops what `takeCoverage` would write. */
export function stopCoverage(): void {}

export const GCProfiler = /* @__PURE__ */ refuse('v8', 'GCProfiler');
export const getCppHeapStatistics = /* @__PURE__ */ refuse('v8', 'getCppHeapStatistics');
export const getHeapCodeStatistics = /* @__PURE__ */ refuse('v8', 'getHeapCodeStatistics');
export const getHeapSnapshot = /* @__PURE__ */ refuse('v8', 'getHeapSnapshot');
export const setHeapProfileNearHeapLimit = /* @__PURE__ */ refuse('v8', 'setHeapProfileNearHeapLimit');
export const setHeapSnapshotNearHeapLimit = /* @__PURE__ */ refuse('v8', 'setHeapSnapshotNearHeapLimit');
export const startCpuProfile = /* @__PURE__ */ refuse('v8', 'startCpuProfile');
export const startHeapProfile = /* @__PURE__ */ refuse('v8', 'startHeapProfile');
export const writeHeapSnapshot = /* @__PURE__ */ refuse('v8', 'writeHeapSnapshot');
export const promiseHooks = /* @__PURE__ */ (() => ({ createHook, onInit, onBefore, onAfter, onSettled }))();

export {
  DefaultDeserializer,
  DefaultSerializer,
  Deserializer,
  deserialize,
  getHeapSpaceStatistics,
  getHeapStatistics,
  queryObjects,
  Serializer,
  serialize,
  setFlagsFromString,
  startupSnapshot,
};
export default {
  cachedDataVersionTag,
  DefaultDeserializer,
  DefaultSerializer,
  Deserializer,
  deserialize,
  GCProfiler,
  getCppHeapStatistics,
  getHeapCodeStatistics,
  getHeapSnapshot,
  getHeapSpaceStatistics,
  getHeapStatistics,
  isStringOneByteRepresentation,
  promiseHooks,
  queryObjects,
  Serializer,
  serialize,
  setFlagsFromString,
  setHeapProfileNearHeapLimit,
  setHeapSnapshotNearHeapLimit,
  startCpuProfile,
  startHeapProfile,
  startupSnapshot,
  stopCoverage,
  takeCoverage,
  writeHeapSnapshot,
};
