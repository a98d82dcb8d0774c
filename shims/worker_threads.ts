/**
 * `node:worker_threads`: a worker is a further instance of the program, with a memory and an event loop of its own. The
 * instances of a program take turns in one thread of the host.
 *
 * https://nodejs.org/api/worker_threads.html
 */
import { ERR_INVALID_ARG_TYPE, makeNodeError } from './internal/errors.ts';
import { endOf, MessageChannel, MessagePort, receiveMessageOnPort } from './internal/message-channel.ts';
import { markRefusing, refusal, refuse, refuseAll } from './internal/refuse.ts';
import { isMarkedAsUntransferable, markAsUncloneable, markAsUntransferable } from './internal/structured-clone.ts';
import { BroadcastChannel } from './internal/worker_threads/broadcast-channel.ts';
import { getEnvironmentData, setEnvironmentData } from './internal/worker_threads/environment-data.ts';
import { type ResourceLimits, SHARE_ENV } from './internal/worker_threads/options.ts';
import { asSelfView } from './internal/worker_threads/self-view.ts';
import { Worker } from './internal/worker_threads/worker.ts';

export const isInternalThread = false;
export const isMainThread = true;
export const parentPort: MessagePort | null = null;
export const resourceLimits: ResourceLimits = {};
export const threadId = 0;
export const threadName = '';
export const workerData: unknown = null;

const ERR_CLOSED_MESSAGE_PORT = /* @__PURE__ */ makeNodeError<[]>(
  'ERR_CLOSED_MESSAGE_PORT',
  'Cannot send data on closed MessagePort',
);

/** A context has no classes of its own here (node:vm), so that a port cannot belong to one. */
export const moveMessagePortToContext = /* @__PURE__ */ markRefusing(function moveMessagePortToContext(
  port: unknown,
): never {
  if (!(port instanceof MessagePort)) throw new ERR_INVALID_ARG_TYPE('port', 'MessagePort', port);
  if (endOf(port).detached) throw new ERR_CLOSED_MESSAGE_PORT();
  throw refusal('worker_threads.moveMessagePortToContext()');
});
export const postMessageToThread = /* @__PURE__ */ refuse('worker_threads', 'postMessageToThread');
export const locks = /* @__PURE__ */ refuseAll('worker_threads', ['request', 'query'], 'locks.');

export {
  BroadcastChannel,
  getEnvironmentData,
  isMarkedAsUntransferable,
  MessageChannel,
  MessagePort,
  markAsUncloneable,
  markAsUntransferable,
  receiveMessageOnPort,
  SHARE_ENV,
  setEnvironmentData,
  Worker,
};
export default /* @__PURE__ */ asSelfView({
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
});
