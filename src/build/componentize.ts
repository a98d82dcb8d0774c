/** Bundle → component, by componentize-qjs: QuickJS with the bundle's top level already evaluated. */
import { componentize as componentizeQjs } from 'componentize-qjs';
import type { Bundle } from './bundle.ts';
import { BuildError } from './errors.ts';
import { type WorldKind, withWorld, worldText } from './world.ts';

/**
 * @returns the component's bytes
 * @throws BuildError `ERR_BUILD_EVALUATION` when the top-level code fails or touches what only a running instance has
 */
export async function componentize({ code, interfaces }: Bundle, kind: WorldKind): Promise<Uint8Array> {
  return withWorld(worldText(interfaces, ['reactor', kind]), async (witPath) => {
    try {
      const { component } = await componentizeQjs({ witPath, world: 'component', jsSource: code, optSize: true });
      return component;
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new BuildError('ERR_BUILD_EVALUATION', `The component could not be made: ${message}`, { cause });
    }
  });
}
