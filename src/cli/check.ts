/** `wasi-node check`: what of Node's builtins the guest has. */
import { type CompatibilityTable, compatibilityTable, type ModuleRow } from '../check/table.ts';
import { Progress } from './progress.ts';

export async function checkCommand(options: { json: boolean }): Promise<void> {
  const progress = new Progress();
  const table = await compatibilityTable({ onStep: (step) => progress.step(step) }).finally(() => progress.stop());
  if (options.json) console.log(JSON.stringify(toJson(table), undefined, 2));
  else print(table);
}

/** The triples, flat: (module, function, state). */
function toJson({ node, modules, globals, conditions }: CompatibilityTable): object {
  return {
    node,
    modules: modules.map(({ module, state }) => ({ module, state })),
    entries: modules.flatMap(({ entries }) => entries),
    globals,
    conditions,
  };
}

function print({ node, modules, globals, conditions }: CompatibilityTable): void {
  console.log(`Node's builtins in the guest, compared with Node ${node}\n`);
  for (const row of modules) {
    console.log(`${row.module.padEnd(22)} ${row.state.padEnd(9)} ${figures(row)}`);
    for (const { name, state, error } of row.entries) {
      if (state !== 'provided') console.log(`  ${name.padEnd(44)} ${state}${error === undefined ? '' : ` ${error}`}`);
    }
  }
  console.log('\nrefused in some cases');
  for (const text of conditions) console.log(`  ${text}`);
  const missing = globals.filter(({ state }) => state === 'missing').map(({ name }) => name);
  console.log(`\nglobals: ${globals.length - missing.length} of ${globals.length}; missing: ${missing.join(' ')}`);
}

function figures({ entries }: ModuleRow): string {
  const provided = entries.filter(({ state }) => state === 'provided').length;
  return `${provided} of ${entries.length}`;
}
