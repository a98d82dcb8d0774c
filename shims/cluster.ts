/**
 * `node:cluster`: an instance is a primary process that cannot fork.
 *
 * https://nodejs.org/api/cluster.html
 */
import EventEmitter from './events.ts';
import { nextTick } from './internal/loop.ts';
import { refuse } from './internal/refuse.ts';

/** https://nodejs.org/api/cluster.html#clusterschedulingpolicy */
export const SCHED_NONE = 1;
export const SCHED_RR = 2;

export const isMaster = true;
export const isPrimary = true;
export const isWorker = false;
export const schedulingPolicy = SCHED_RR;
export const settings: Record<string, unknown> = {};
export const workers: Record<string, unknown> = {};

export const Worker = /* @__PURE__ */ refuse('cluster', 'Worker');
export const fork = /* @__PURE__ */ refuse('cluster', 'fork');
export const setupPrimary = /* @__PURE__ */ refuse('cluster', 'setupPrimary');
export const setupMaster = /* @__PURE__ */ refuse('cluster', 'setupMaster');

/** Disconnects every worker: there are none. https://nodejs.org/api/cluster.html#clusterdisconnectcallback */
export function disconnect(callback?: () => void): void {
  if (callback !== undefined) nextTick(callback);
}

export default /* @__PURE__ */ Object.assign(new EventEmitter(), {
  disconnect,
  fork,
  isMaster,
  isPrimary,
  isWorker,
  SCHED_NONE,
  SCHED_RR,
  schedulingPolicy,
  settings,
  setupMaster,
  setupPrimary,
  Worker,
  workers,
});
