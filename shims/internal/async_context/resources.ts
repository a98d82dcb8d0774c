/**
 * The async resources behind callbacks: which runs now, and who caused it. Nothing is known of them until somebody asks
 * (`trackResources`, for `node:async_hooks`): whoever does not pays a look at a variable.
 */

/** What will call back, as hooks see it. */
export interface AsyncResourceInfo {
  readonly asyncId: number;
  readonly triggerAsyncId: number;
  readonly resource: object;
}

/** Follows resources. */
export interface ResourceTracker {
  /** A resource of a type (`Timeout`, `TCPWRAP`) has come to be. */
  create(type: string, resource: object): AsyncResourceInfo;
  /** Runs its callback; an error of it is uncaught within the resource. */
  run(info: AsyncResourceInfo, callback: () => void): void;
  /** It will not call back any more. */
  destroy(info: AsyncResourceInfo): void;
}

let tracker: ResourceTracker | undefined;

/** Starts to follow resources. */
export function trackResources(by: ResourceTracker): void {
  tracker = by;
}

/** Says that a resource has come to be; undefined while nobody follows them. */
export function createResource(type: string, resource?: object): AsyncResourceInfo | undefined {
  return tracker?.create(type, resource ?? {});
}

/** Runs a callback of a resource. */
export function runInResource(info: AsyncResourceInfo | undefined, callback: () => void): void {
  if (info === undefined || tracker === undefined) callback();
  else tracker.run(info, callback);
}

/** Says that a resource will not call back any more. */
export function destroyResource(info: AsyncResourceInfo | undefined): void {
  if (info !== undefined) tracker?.destroy(info);
}
