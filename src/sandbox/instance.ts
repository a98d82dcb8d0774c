/** Makes instances of components. */
import { defaultLimits } from '../../host-bridge/capability/limits.ts';
import type { State } from '../../host-bridge/wit/zora-node-reactor.d.ts';
import { type Imports, instantiate as instantiateComponent } from '../component/instance.ts';
import { LinkedComponent } from '../component/linked.ts';
import type { Plan } from '../component/plan.ts';
import { SUSPENDING } from '../suspending.ts';
import { memoryFor } from './linear-memory.ts';
import type { LoadedComponent } from './messages.ts';

/** What a component of ours exports. */
export interface Instance {
  reactor: { turn(ready: Uint32Array): Promise<State> };
  tool: { describe(): Promise<void>; invoke(name: string, input: string): Promise<void> };
  command: { run(): Promise<void> };
}

const suspending = new Set(SUSPENDING);
const linked = new Map<string, LinkedComponent>();

/** A component with what all of its instances share, once a thread. */
function linkedComponent({ id, plan }: LoadedComponent): LinkedComponent {
  let component = linked.get(id);
  if (component === undefined) {
    component = new LinkedComponent(JSON.parse(plan) as Plan, suspending);
    linked.set(id, component);
  }
  return component;
}

/**
 * A fresh instance of `component` over `imports`.
 * @param options.memoryBytes how large its linear memory may become
 * @param options.onMemory told how to read the size of it
 */
export function instantiate(
  component: LoadedComponent,
  imports: Imports,
  options: { memoryBytes?: number; onMemory?: (bytes: () => number) => void } = {},
): Instance {
  const { memoryBytes = defaultLimits.memoryBytes, onMemory } = options;
  const modules = new Map(component.modules.map(([name, module, pages]) => [name, { module, pages }]));
  const exports = instantiateComponent(linkedComponent(component), imports, (name, given) => {
    const core = modules.get(name);
    if (core === undefined) throw new Error(`the component has no core module ${name}`);
    const instance = new WebAssembly.Instance(core.module, { ...given, ...memoryFor(core.pages, memoryBytes) });
    const { memory } = instance.exports;
    if (memory instanceof WebAssembly.Memory) onMemory?.(() => memory.buffer.byteLength);
    return instance;
  });
  const byName = Object.entries(exports).map(([name, functions]) => [/\/([^@]+)/.exec(name)?.[1] ?? name, functions]);
  return Object.fromEntries(byName) as unknown as Instance;
}
