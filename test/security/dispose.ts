/** Drops a handle as the glue does: the interfaces do not declare the method, and a resource without it fails here. */
export function dispose(resource: object): void {
  (resource as Disposable)[Symbol.dispose]();
}
