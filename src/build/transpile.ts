/** Component → a plan and core modules, as hosts run them. */
import { linkComponent } from '../component/link/index.ts';
import type { Plan } from '../component/plan.ts';
import { importMemory } from './core-module/memory.ts';
import { makeInterruptible } from './core-module/preemption.ts';
import { BuildError } from './errors.ts';

/** A component as the host runs it. */
export interface Transpiled {
  plan: Plan;
  /** Its core modules, by the names that the plan has for them. */
  modules: Map<string, CoreModule>;
}

export interface CoreModule {
  bytes: Uint8Array;
  /** How many pages its memory begins with, which it imports; undefined where it has none. */
  pages: number | undefined;
}

/**
 * @throws BuildError `ERR_COMPONENT_INVALID` when the bytes are no component, or one that uses what this host does not have
 */
export function transpile(component: Uint8Array): Transpiled {
  try {
    const { plan, modules } = linkComponent(component);
    return {
      plan,
      modules: new Map([...modules].map(([name, bytes]) => [name, importMemory(makeInterruptible(bytes))])),
    };
  } catch (cause) {
    throw new BuildError('ERR_COMPONENT_INVALID', `The component could not be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}
