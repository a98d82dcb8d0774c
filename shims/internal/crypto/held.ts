/**
 * Objects of the host's that the guest holds until it forgets their owners: Node's have no `close`. The engine calls the
 * callbacks of a `FinalizationRegistry` between turns alone, and a loop that makes a hundred thousand ciphers has no turn's end; a `WeakRef` of it
 * tells at once. So what is forgotten is looked for whenever much has been taken since the last time.
 */

const held = new Map<Disposable, WeakRef<object>>();

/** Resources that may be held before the forgotten ones are looked for. */
const FIRST_SWEEP = 1024;
let nextSweep = FIRST_SWEEP;

function sweep(): void {
  for (const [resource, owner] of held) {
    if (owner.deref() !== undefined) continue;
    held.delete(resource);
    resource[Symbol.dispose]();
  }
  nextSweep = Math.max(FIRST_SWEEP, held.size * 2);
}

/**
 * Gives `resource` back to the host when its owner is forgotten.
 * @returns the resource
 */
export function holdFor<T extends Disposable>(owner: object, resource: T): T {
  if (held.size >= nextSweep) sweep();
  held.set(resource, new WeakRef(owner));
  return resource;
}

/** Gives a resource back at once. */
export function letGo(resource: Disposable): void {
  held.delete(resource);
  resource[Symbol.dispose]();
}
