/** Readiness and the driver of the guest's loop, over the native event loop: what the host bridge does, for unit tests. */
let notify: () => void = () => {};

/** A pollable with its watches: armed when made and by `rearm`, fired once. */
export class Pollable {
  readonly #ready: () => boolean;
  readonly #watches: Set<Watch>;

  constructor(ready: () => boolean, watches: Set<Watch>) {
    this.#ready = ready;
    this.#watches = watches;
  }

  ready(): boolean {
    return this.#ready();
  }

  /** @internal */
  attach(watch: Watch): void {
    this.#watches.add(watch);
  }

  [Symbol.dispose](): void {}
}

/** One watch. */
export interface Watch {
  token: number;
  armed: boolean;
  pollable: Pollable;
}

const watches = new Map<number, Watch>();
let woken = false;

/** What can be waited for. */
export class Source {
  readonly #watches = new Set<Watch>();
  readonly #ready: () => boolean;

  constructor(ready: () => boolean) {
    this.#ready = ready;
  }

  subscribe(): Pollable {
    return new Pollable(this.#ready, this.#watches);
  }

  /** An operation found it not ready. */
  rearm(): void {
    for (const watch of this.#watches) watch.armed = true;
  }

  /** Something changed. */
  changed(): void {
    notify();
  }
}

/** `zora:node/reactor-host`. */
export const reactorHost = {
  watch(pollable: Pollable, token: number): void {
    const watch = { token, armed: true, pollable };
    watches.set(token, watch);
    pollable.attach(watch);
  },
  unwatch(token: number): void {
    watches.delete(token);
  },
  wake(): void {
    woken = true;
  },
};

type State = { tag: string; val?: number };

/** Runs the guest's loop until nothing keeps it alive. */
export async function drive(turn: (ready: number[]) => State): Promise<void> {
  for (;;) {
    woken = false;
    const fired = [...watches.values()].filter((watch) => watch.armed && watch.pollable.ready());
    for (const watch of fired) watch.armed = false;
    const changed = new Promise<void>((resolve) => {
      notify = resolve;
    });
    const state = turn(fired.map((watch) => watch.token));
    // The engine drains the microtasks of a turn before it returns.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (woken || state.tag === 'again' || state.tag === 'poll') continue;
    if (state.tag === 'idle') return;
    if ([...watches.values()].some((watch) => watch.armed && watch.pollable.ready())) continue;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      if (state.val !== undefined) timer = setTimeout(resolve, state.val);
    });
    await Promise.race([changed, late]);
    clearTimeout(timer);
  }
}
