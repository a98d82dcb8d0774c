/** What keeps the loop alive, for `process.getActiveResourcesInfo`: each kind of resource counts its own. */
const counters = new Map<string, () => number>();

/** Lets `count` tell how many resources of a type (`Timeout`, `PipeWrap`) are active. */
export function registerResources(type: string, count: () => number): void {
  counters.set(type, count);
}

/** The types of the active resources, each as often as it is there. */
export function activeResources(): string[] {
  return [...counters].flatMap(([type, count]) => Array<string>(count()).fill(type));
}
