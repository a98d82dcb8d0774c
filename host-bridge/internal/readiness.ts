/** Somebody who wants to hear once that something turned ready. */
export interface Watcher {
  /** Whether the next readiness is reported. Cleared by the report, set again by `Readiness.rearm`. */
  armed: boolean;
  /** Takes the report. It must not call back into the resource. */
  fire(): void;
}

/**
 * What a resource that can be waited for tells its watchers.
 *
 * The resource calls `notify` when its state may have turned ready, and `rearm` when one of its operations has found it
 * not ready. A watcher therefore hears of a change once, and not of every chunk that arrives while the guest is busy
 * with the one before.
 */
export class Readiness {
  readonly #isReady: () => boolean;
  readonly #onAttach: (() => void) | undefined;
  readonly #watchers = new Set<Watcher>();

  /**
   * @param isReady whether an operation of the resource would make progress now
   * @param onAttach called before a watcher is added: somebody is interested
   */
  constructor(isReady: () => boolean, onAttach?: () => void) {
    this.#isReady = isReady;
    this.#onAttach = onAttach;
  }

  /** Whether an operation would make progress now. */
  get ready(): boolean {
    return this.#isReady();
  }

  /** Tells the armed watchers if the resource is ready. */
  notify(): void {
    if (this.#watchers.size === 0 || !this.#isReady()) return;
    for (const watcher of this.#watchers) {
      if (!watcher.armed) continue;
      watcher.armed = false;
      watcher.fire();
    }
  }

  /** An operation found the resource not ready: the next readiness is news again. */
  rearm(): void {
    for (const watcher of this.#watchers) watcher.armed = true;
  }

  /** An operation may have left something: the watchers hear of it, now or when there is more. */
  again(): void {
    this.rearm();
    this.notify();
  }

  /** Adds a watcher; one that is added while the resource is ready is told at once. */
  attach(watcher: Watcher): void {
    this.#onAttach?.();
    watcher.armed = true;
    this.#watchers.add(watcher);
    if (this.#isReady()) {
      watcher.armed = false;
      watcher.fire();
    }
  }

  /** Removes a watcher. */
  detach(watcher: Watcher): void {
    this.#watchers.delete(watcher);
  }
}
