/** The compatibility table for people, and as JSON. */
import type { CompatibilityTable, ModuleRow } from '../../check/table.ts';

/** The triples, flat: (module, function, state). */
export function tableToJson({ node, modules, globals, conditions }: CompatibilityTable): object {
  return {
    node,
    modules: modules.map(({ module, state }) => ({ module, state })),
    entries: modules.flatMap(({ entries }) => entries),
    globals,
    conditions,
  };
}

export function printTable({ node, modules, globals, conditions }: CompatibilityTable): void {
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
