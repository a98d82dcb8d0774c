/** Runs in the guest: prints what each builtin exports there, and the names of the globals. */
import { builtinModules, createRequire } from 'node:module';
import { describeModule, type ModuleDescription } from './describe.ts';

/** What the guest prints. */
export interface Survey {
  modules: Record<string, ModuleDescription>;
  globals: string[];
}

const require = createRequire(import.meta.url);
const modules: Record<string, ModuleDescription> = {};
for (const name of builtinModules) {
  const bare = name.replace(/^node:/, '');
  modules[bare] = describeModule(require(`node:${bare}`), true);
}
const globals = Object.getOwnPropertyNames(globalThis);
process.stdout.write(JSON.stringify({ modules, globals } satisfies Survey));
