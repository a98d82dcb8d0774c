/** What Node itself offers: the Node that runs this. */
import { builtinModules, createRequire } from 'node:module';
import { describeModule, type ModuleDescription } from './describe.ts';

const require = createRequire(import.meta.url);

/** Node's builtins (without the undocumented ones, which begin with an underscore), by name. */
export function nodeModules(): Record<string, ModuleDescription> {
  const modules: Record<string, ModuleDescription> = {};
  const { emitWarning } = process;
  // Looking at a deprecated or experimental export is no use of it.
  process.emitWarning = () => {};
  try {
    for (const name of [...builtinModules].sort()) {
      const bare = name.replace(/^node:/, '');
      if (bare.startsWith('_')) continue;
      modules[bare] = describeModule(require(`node:${bare}`));
    }
  } finally {
    process.emitWarning = emitWarning;
  }
  return modules;
}

/** Names that only this process has on `globalThis`: test runners leave some. */
const LEFT_BY_RUNNERS = /^(?:__|vitest|VITEST|gc$)/;

/** The names of Node's globals. */
export function nodeGlobals(): string[] {
  return Object.getOwnPropertyNames(globalThis)
    .filter((name) => !LEFT_BY_RUNNERS.test(name))
    .sort();
}
