/** The handles that one instance holds of the host's resources. */
import { Trap } from './trap.ts';

/** More than any program needs: a guest that never drops what it opens ends here. */
const MAX_HANDLES = 1 << 20;

/** See the file's head. A table a resource type; 0 is no handle. */
export class Handles {
  readonly #tables: Table[];

  /** @param classes what the host implements each resource with */
  constructor(classes: readonly { name: string; implementation: () => unknown }[]) {
    this.#tables = classes.map(({ name, implementation }) => new Table(name, implementation));
  }

  /** The object of a handle, which keeps it. */
  get(resource: number, handle: number): object {
    return this.#table(resource).get(handle);
  }

  /** Takes the object and the handle away from the guest. */
  take(resource: number, handle: number): object {
    return this.#table(resource).take(handle);
  }

  /** A handle for an object of the host's. */
  add(resource: number, value: unknown): number {
    return this.#table(resource).add(value);
  }

  /** The guest gives a handle up. */
  drop(resource: number, handle: number): void {
    const value = this.take(resource, handle) as Partial<Disposable>;
    value[Symbol.dispose]?.();
  }

  #table(resource: number): Table {
    const table = this.#tables[resource];
    if (table === undefined) throw new Trap('unknown resource');
    return table;
  }
}

class Table {
  readonly #name: string;
  readonly #implementation: () => unknown;
  readonly #objects: (object | undefined)[] = [undefined];
  readonly #free: number[] = [];

  constructor(name: string, implementation: () => unknown) {
    this.#name = name;
    this.#implementation = implementation;
  }

  get(handle: number): object {
    const object = this.#objects[handle];
    if (object === undefined) throw new Trap(`${handle} is no handle of a ${this.#name}`);
    return object;
  }

  take(handle: number): object {
    const object = this.get(handle);
    this.#objects[handle] = undefined;
    this.#free.push(handle);
    return object;
  }

  add(value: unknown): number {
    const implementation = this.#implementation();
    if (typeof implementation !== 'function' || !(value instanceof implementation)) {
      throw new TypeError(`The host gave what is not a ${this.#name}`);
    }
    const free = this.#free.pop();
    const handle = free ?? this.#objects.length;
    if (handle > MAX_HANDLES) throw new Trap(`too many handles of ${this.#name}s`);
    this.#objects[handle] = value;
    return handle;
  }
}
