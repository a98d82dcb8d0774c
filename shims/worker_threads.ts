/**
 * `node:worker_threads`: an instance has one thread, the main one.
 *
 * https://nodejs.org/api/worker_threads.html
 */
import { MessageChannel, MessagePort, receiveMessageOnPort } from './internal/message-channel.ts';
import { refuse, refuseAll } from './internal/refuse.ts';
import { structuredClone } from './internal/structured-clone.ts';
import { BroadcastChannel } from './internal/worker_threads/broadcast-channel.ts';

export const isInternalThread = false;
export const isMainThread = true;
export const parentPort = null;
export const resourceLimits: Record<string, number> = {};
export const SHARE_ENV: unique symbol = Symbol.for('nodejs.worker_threads.SHARE_ENV') as never;
export const threadId = 0;
export const threadName = '';
export const workerData = null;

/** No thread can be started. */
export const Worker = /* @__PURE__ */ refuse('worker_threads', 'Worker');
export const moveMessagePortToContext = /* @__PURE__ */ refuse('worker_threads', 'moveMessagePortToContext');
export const postMessageToThread = /* @__PURE__ */ refuse('worker_threads', 'postMessageToThread');
export const markAsUncloneable = /* @__PURE__ */ refuse('worker_threads', 'markAsUncloneable');
export const markAsUntransferable = /* @__PURE__ */ refuse('worker_threads', 'markAsUntransferable');
export const locks = /* @__PURE__ */ refuseAll('worker_threads', ['request', 'query'], 'locks.');

/** Whether an object was marked; nothing can be. */
export function isMarkedAsUntransferable(_object: unknown): boolean {
  return false;
}

const environmentData = new Map<unknown, unknown>();

/** https://nodejs.org/api/worker_threads.html#workersetenvironmentdatakey-value */
export function setEnvironmentData(key: unknown, value?: unknown): void {
  if (value === undefined) environmentData.delete(key);
  else environmentData.set(key, structuredClone(value));
}

/** https://nodejs.org/api/worker_threads.html#workergetenvironmentdatakey */
export function getEnvironmentData(key: unknown): unknown {
  return environmentData.get(key);
}

export { BroadcastChannel, MessageChannel, MessagePort, receiveMessageOnPort };
export default {
  BroadcastChannel,
  getEnvironmentData,
  isInternalThread,
  isMainThread,
  isMarkedAsUntransferable,
  locks,
  MessageChannel,
  MessagePort,
  markAsUncloneable,
  markAsUntransferable,
  moveMessagePortToContext,
  parentPort,
  postMessageToThread,
  receiveMessageOnPort,
  resourceLimits,
  SHARE_ENV,
  setEnvironmentData,
  threadId,
  threadName,
  Worker,
  workerData,
};
