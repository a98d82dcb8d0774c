/** What every worker of a program is given: https://nodejs.org/api/worker_threads.html#workersetenvironmentdatakey-value */
import { structuredClone } from '../structured-clone.ts';

const data = new Map<unknown, unknown>();

export function setEnvironmentData(key: unknown, value?: unknown): void {
  if (value === undefined) data.delete(key);
  else data.set(key, structuredClone(value));
}

/** https://nodejs.org/api/worker_threads.html#workergetenvironmentdatakey */
export function getEnvironmentData(key: unknown): unknown {
  return data.get(key);
}

/** All of it, for a worker. */
export function environmentData(): Map<unknown, unknown> {
  return data;
}

/** What a worker was given. */
export function receiveEnvironmentData(entries: ReadonlyMap<unknown, unknown>): void {
  for (const [key, value] of entries) data.set(key, value);
}
