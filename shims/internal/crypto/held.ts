/** Objects of the host's that the guest holds until it forgets them. */

let registry: FinalizationRegistry<Disposable> | undefined;

/**
 * Gives `resource` back to the host when `owner` is collected: Node's objects have no `close`.
 * @returns the resource
 */
export function holdFor<T extends Disposable>(owner: object, resource: T): T {
  registry ??= new FinalizationRegistry((forgotten) => forgotten[Symbol.dispose]());
  registry.register(owner, resource, resource);
  return resource;
}

/** Gives a resource back at once. */
export function letGo(resource: Disposable): void {
  registry?.unregister(resource);
  resource[Symbol.dispose]();
}
