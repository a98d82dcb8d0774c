/** What keeps the loop alive, for `process.getActiveResourcesInfo`: each kind of resource counts its own. */
const counters = new Map<string, () => number>();

/** Lets `count` tell how many resources of a type (`Timeout`, `PipeWrap`) are active. */
export function registerResources(type: string, count: () => number): void {
  counters.set(type, count);
}

/** What is active, and on whose behalf. */
export interface ActiveMember {
  /** The object that a program knows it by. */
  owner?: object | undefined;
}

/** Members of one type that are active. */
class ActiveSet {
  readonly #type: string;
  readonly #members = new Set<ActiveMember>();

  constructor(type: string) {
    this.#type = type;
  }

  add(member: ActiveMember): void {
    if (this.#members.size === 0) registerResources(this.#type, () => this.#members.size);
    this.#members.add(member);
  }

  delete(member: ActiveMember): void {
    this.#members.delete(member);
  }

  get objects(): object[] {
    return [...this.#members].map((member) => member.owner ?? member);
  }
}

/** Connections and listeners, by the kind of their address. */
export const activeSockets = /* @__PURE__ */ new ActiveSet('TCPSocketWrap');
export const activePipes = /* @__PURE__ */ new ActiveSet('PipeWrap');
export const activeServers = /* @__PURE__ */ new ActiveSet('TCPServerWrap');
export const activePipeServers = /* @__PURE__ */ new ActiveSet('PipeServerWrap');
/** Calls on files that are under way. */
export const fileRequests = /* @__PURE__ */ new ActiveSet('FSReqCallback');

/** The types of the active resources, each as often as it is there. */
export function activeResources(): string[] {
  return [...counters].flatMap(([type, count]) => Array<string>(count()).fill(type));
}

/** `process._getActiveHandles`. */
export function activeHandles(): object[] {
  return [activeSockets, activePipes, activeServers, activePipeServers].flatMap(({ objects }) => objects);
}

/** `process._getActiveRequests`. */
export function activeRequests(): object[] {
  return fileRequests.objects;
}
