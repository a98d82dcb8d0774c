/** Makes an instance of a component: its core instances, with the functions between them and the host. */
import { Handles } from './abi/handles.ts';
import type { LiftedCore } from './abi/lift.ts';
import type { CoreFunction } from './abi/lower.ts';
import { GuestMemory, Utf16Memory } from './abi/memory.ts';
import { Task } from './abi/task.ts';
import { Trap } from './abi/trap.ts';
import type { LinkedComponent, LinkedFunction } from './linked.ts';
import { camelCase, pascalCase } from './names.ts';
import type { CoreRef, Lift, MemoryOptions } from './plan.ts';

/** The host's implementations by interface, without versions. */
export type Imports = Readonly<Record<string, object>>;

/** A function that a component exports. */
export type ExportedFunction = (...args: unknown[]) => Promise<unknown>;

/** What an instance exports: functions by interface (with its version) and name. */
export type Exports = Record<string, Record<string, ExportedFunction>>;

/** Told when the guest waits for the host in the middle of a call, and when it goes on. */
export interface Waiting {
  leave(): void;
  enter(): void;
}

/** Makes the core instance of a module. */
export type InstantiateCore = (module: string, imports: WebAssembly.Imports) => WebAssembly.Instance;

/** What a core module imports or exports. */
type CoreItem = CoreFunction | WebAssembly.Memory | object;

/** JSPI, which Node's types leave out. */
const { promising, Suspending } = WebAssembly as unknown as {
  promising(core: unknown): (...values: unknown[]) => Promise<never>;
  Suspending: new (call: CoreFunction) => CoreFunction;
};

/**
 * A fresh instance.
 * @param imports asked for when the guest first calls one: an instance can be made before there is a host for it
 * @throws WebAssembly.RuntimeError, WebAssembly.LinkError
 */
export function instantiate(
  component: LinkedComponent,
  imports: () => Imports,
  waiting: Waiting,
  instantiateCore: InstantiateCore,
): Exports {
  return new Instance(component, imports, waiting, instantiateCore).exports;
}

class Instance {
  readonly #component: LinkedComponent;
  readonly #imports: () => Imports;
  readonly #waiting: Waiting;
  readonly #instances: Record<string, CoreItem>[] = [];
  readonly #functions: CoreFunction[];
  readonly #handles: Handles;
  readonly #memories = new Map<string, GuestMemory>();
  readonly #task = new Task();

  constructor(component: LinkedComponent, imports: () => Imports, waiting: Waiting, instantiateCore: InstantiateCore) {
    this.#component = component;
    this.#imports = imports;
    this.#waiting = waiting;
    this.#handles = new Handles(
      component.plan.resources.map(({ interface: from, name }) => ({
        name,
        implementation: () => (this.#implementation(from) as Record<string, unknown>)[pascalCase(name)],
      })),
    );
    this.#functions = component.functions.map((linked) => this.#coreFunction(linked));
    for (const { module, imports: wanted } of component.plan.steps) {
      const given: Record<string, Record<string, CoreItem>> = {};
      for (const from in wanted) {
        const names = wanted[from] as Record<string, CoreRef>;
        const values: Record<string, CoreItem> = (given[from] = {});
        for (const name in names) values[name] = this.#resolve(names[name] as CoreRef);
      }
      this.#instances.push(instantiateCore(module, given).exports as Record<string, CoreItem>);
    }
  }

  get exports(): Exports {
    const exports: Exports = {};
    for (const [name, functions] of Object.entries(this.#component.plan.exports)) {
      const called: Record<string, ExportedFunction> = (exports[name] = {});
      for (const [key, lift] of Object.entries(functions)) called[camelCase(key)] = this.#exported(lift);
    }
    return exports;
  }

  #resolve(ref: CoreRef): CoreItem {
    if ('function' in ref) return this.#functions[ref.function] as CoreFunction;
    return this.#instances[ref.instance]?.[ref.name] as CoreItem;
  }

  #memory(options: MemoryOptions): GuestMemory {
    const key = JSON.stringify([options.memory, options.realloc, options.utf16]);
    let memory = this.#memories.get(key);
    if (memory === undefined) {
      const linear = options.memory === null ? undefined : this.#resolve(options.memory);
      const realloc = options.realloc === null ? undefined : this.#resolve(options.realloc);
      memory = new (options.utf16 ? Utf16Memory : GuestMemory)(
        linear as WebAssembly.Memory | undefined,
        realloc as never,
        this.#handles,
      );
      this.#memories.set(key, memory);
    }
    return memory;
  }

  #implementation(name: string): object {
    const implementation = this.#imports()[name];
    if (implementation === undefined) throw new TypeError(`The host does not implement ${name}`);
    return implementation;
  }

  #coreFunction(linked: LinkedFunction): CoreFunction {
    switch (linked.kind) {
      case 'import': {
        const { definition, target, run } = linked;
        let memory: GuestMemory | undefined;
        let implementation: Record<string, never> | undefined;
        const call = (args: unknown[]) =>
          target.call((implementation ??= this.#implementation(target.interface) as Record<string, never>), args);
        const core: CoreFunction = (...values) => run((memory ??= this.#memory(definition)), call, values);
        return linked.suspends ? new Suspending((...values) => this.#waitFor(core(...values))) : core;
      }
      case 'inner':
        return (...values) =>
          linked.run(this.#memory(linked.definition), (args) => this.#callInner(linked.lift, args), values);
      case 'return':
        return (...values) => {
          const memory = this.#memory(linked.definition);
          memory.begin();
          this.#task.resolve(linked.result.lift(memory, values)[0]);
        };
      default:
        return this.#builtin(linked.definition);
    }
  }

  #waitFor(result: unknown): unknown {
    if (!(result instanceof Promise)) return result;
    this.#waiting.leave();
    return result.finally(() => this.#waiting.enter());
  }

  #builtin(definition: (LinkedFunction & { kind: 'other' })['definition']): CoreFunction {
    switch (definition.kind) {
      case 'resource.drop':
        return (handle) => this.#handles.drop(definition.resource, Number(handle) >>> 0);
      case 'context.get':
        return () => this.#task.context[definition.slot];
      case 'context.set':
        return (value) => {
          this.#task.context[definition.slot] = Number(value);
        };
      default:
        return () => {
          throw new Trap(`the host has no ${definition.name}`);
        };
    }
  }

  #callInner(index: number, args: unknown[]): unknown {
    const lift = this.#component.plan.lifts[index] as Lift;
    const core = {
      memory: this.#memory(lift),
      start: this.#resolve(lift.core) as never,
      postReturn: this.#optional(lift.postReturn),
    };
    const value = this.#component.inner[index]?.(core, args);
    const { result } = lift.type;
    if (typeof result !== 'number' || this.#component.plan.types[result]?.kind !== 'result') return value;
    // To its caller the function is one of the host's: a result is returned or thrown.
    const { tag, val } = value as { tag: string; val: unknown };
    if (tag === 'err') throw Object.assign(new Error('The component answered with an error'), { payload: val });
    return val;
  }

  #optional(ref: CoreRef | null): CoreFunction | undefined {
    return ref === null ? undefined : (this.#resolve(ref) as CoreFunction);
  }

  #exported(index: number): ExportedFunction {
    const lift = this.#component.plan.lifts[index] as Lift;
    const run = this.#component.lifts[index] as LinkedComponent['lifts'][number];
    let core: LiftedCore | undefined;
    return async (...args) => {
      this.#task.begin();
      try {
        return await run((core ??= this.#liftedCore(lift)), this.#task, args);
      } finally {
        this.#task.end();
      }
    };
  }

  #liftedCore(lift: Lift): LiftedCore {
    return {
      memory: this.#memory(lift),
      start: promising(this.#resolve(lift.core)),
      callback: lift.callback === null ? undefined : promising(this.#resolve(lift.callback)),
      postReturn: this.#optional(lift.postReturn),
    };
  }
}
