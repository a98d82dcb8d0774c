/** Makes instances of components. */
import { defaultLimits } from '../../host-bridge/capability/limits.ts';
import type { State } from '../../host-bridge/wit/zora-node-reactor.d.ts';
import { type Imports, instantiate as instantiateComponent } from '../component/instance.ts';
import { LinkedComponent } from '../component/linked.ts';
import type { Plan } from '../component/plan.ts';
import { LENT, SUSPENDING } from '../suspending.ts';
import { Governor } from './governor.ts';
import { memoryFor } from './linear-memory.ts';
import type { LoadedComponent } from './messages.ts';

/** What a component of ours exports. */
export interface Instance {
  reactor: { turn(ready: Uint32Array): Promise<State> };
  tool: { describe(): Promise<void>; invoke(name: string, input: string): Promise<void> };
  command: { run(): Promise<void> };
}

const hostFunctions = { suspending: new Set(SUSPENDING), lent: new Set(LENT) };
const linked = new Map<string, LinkedComponent>();

/** A component with what all of its instances share, once a thread. */
function linkedComponent({ id, plan }: LoadedComponent): LinkedComponent {
  let component = linked.get(id);
  if (component === undefined) {
    component = new LinkedComponent(JSON.parse(plan) as Plan, hostFunctions);
    linked.set(id, component);
  }
  return component;
}

/** An instance, which may have been made before there was a caller for it. */
export interface Prepared {
  readonly instance: Instance;
  readonly governor: Governor;
  /** Gives it its host. */
  bind(imports: Imports): void;
  /** The size of its linear memory, in bytes. */
  memory(): number;
}

/**
 * Makes an instance of `component`.
 * @param memoryBytes how large its linear memory may become
 */
export function prepare(component: LoadedComponent, memoryBytes: number = defaultLimits.memoryBytes): Prepared {
  const modules = new Map(component.modules.map(([name, module, pages]) => [name, { module, pages }]));
  const governor = new Governor();
  let bound: Imports = {};
  let linear: WebAssembly.Memory | undefined;
  const exports = instantiateComponent(
    linkedComponent(component),
    () => bound,
    governor,
    (name, given) => {
      const core = modules.get(name);
      if (core === undefined) throw new Error(`the component has no core module ${name}`);
      const instance = new WebAssembly.Instance(core.module, { ...given, ...memoryFor(core.pages, memoryBytes) });
      governor.attach(instance.exports);
      const { memory } = instance.exports;
      if (memory instanceof WebAssembly.Memory) linear = memory;
      return instance;
    },
  );
  const byName = Object.entries(exports).map(([name, functions]) => [/\/([^@]+)/.exec(name)?.[1] ?? name, functions]);
  return {
    instance: Object.fromEntries(byName) as unknown as Instance,
    governor,
    bind: (imports) => {
      bound = imports;
    },
    memory: () => linear?.buffer.byteLength ?? 0,
  };
}

/** A fresh instance of `component` over `imports`. */
export function instantiate(component: LoadedComponent, imports: Imports): Instance {
  const { instance, bind } = prepare(component);
  bind(imports);
  return instance;
}
