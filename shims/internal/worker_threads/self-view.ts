/** What `node:worker_threads` says of this instance, which is known when it starts. */
import type { MessagePort } from '../message-channel.ts';
import type { ResourceLimits } from './options.ts';

/** What differs in a worker. */
export interface Self {
  threadId: number;
  threadName: string;
  parentPort: MessagePort;
  workerData: unknown;
  resourceLimits: ResourceLimits;
}

let view: object | undefined;

/** Says where a program looks. */
export function asSelfView<T extends object>(object: T): T {
  view = object;
  return object;
}

/** This instance is a worker. */
export function setSelf(self: Self): void {
  Object.assign(view ?? {}, self, { isMainThread: false });
}
