/** What the calls of one instance share. */
import type { Authority } from '../../capability/authority.ts';

/** The parts of an authority that files need. */
export type FileSystemAuthority = Pick<
  Authority,
  'clock' | 'limits' | 'paths' | 'readPath' | 'writePath' | 'openTarget' | 'openEntry' | 'openFile'
>;

/** One instance's rights, and what it holds open. */
export class Session {
  readonly authority: FileSystemAuthority;
  readonly #held = new Set<Disposable>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(authority: FileSystemAuthority) {
    this.authority = authority;
  }

  /** Checks that there is time left. @throws TokenExpired */
  readonly alive = (): void => this.authority.clock.assertAlive();

  /** Keeps a resource to be closed with the instance. */
  hold(resource: Disposable): void {
    this.#held.add(resource);
  }

  forget(resource: Disposable): void {
    this.#held.delete(resource);
  }

  /** Waits, unless the instance ends before. */
  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, milliseconds);
      this.#timers.add(timer);
    });
  }

  /** Closes everything. */
  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const resource of [...this.#held]) resource[Symbol.dispose]();
  }
}
