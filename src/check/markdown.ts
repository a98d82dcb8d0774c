/** The compatibility table as a page. */
import type { Entry, EntryState } from './compare.ts';
import { DIFFERENCES } from './differences.ts';
import type { CompatibilityTable, ModuleRow } from './table.ts';

const INTRODUCTION = `# Compatibility

Generated from the code by \`node scripts/compatibility.ts\`: what each builtin of Node exports, as the guest has it. Do not edit.
\`wasi-node check\` prints the same, \`wasi-node check --json\` as JSON.

- **provided**: it is there and does its work, under the token where it touches the system.
- **refused**: it throws the error that is named when it is called; a class, when it is constructed.
- **missing**: it is not there (\`undefined\`), as in a Node that does not have it.

A module is *partial* when something of it is refused or missing, *refused* when none of its functions works.
A name with \`#\` is a method or property of a class's objects.`;

/** The page. */
export function toMarkdown(table: CompatibilityTable): string {
  const lines = [INTRODUCTION, '', `Compared with Node ${table.node}.`, '', '## Modules', ''];
  lines.push('| module | state | provided | refused | missing |', '| --- | --- | ---: | ---: | ---: |');
  for (const row of table.modules) lines.push(summaryRow(row));
  lines.push(
    '',
    '## Refused in some cases',
    '',
    'Functions that are provided refuse these, with `ERR_FEATURE_UNAVAILABLE_ON_PLATFORM`:',
    '',
  );
  for (const text of table.conditions) lines.push(`- ${text}`);
  const missing = table.globals.filter(({ state }) => state === 'missing').map(({ name }) => name);
  const provided = table.globals.filter(({ state }) => state === 'provided').map(({ name }) => name);
  lines.push('', '## Globals', '', `Provided: ${list(provided)}.`, '', `Missing: ${list(missing)}.`);
  for (const row of table.modules) lines.push('', ...section(row));
  return `${lines.join('\n')}\n`;
}

function count({ entries }: ModuleRow, state: EntryState): number {
  return entries.filter((entry) => entry.state === state).length;
}

function summaryRow(row: ModuleRow): string {
  const counts = (['provided', 'refused', 'missing'] as const).map((state) => count(row, state));
  return `| [${row.module}](#${anchor(row.module)}) | ${row.state} | ${counts.join(' | ')} |`;
}

function anchor(module: string): string {
  return `node${module.replace(/[^\w-]/g, '')}`;
}

function section({ module, state, entries }: ModuleRow): string[] {
  const of = (wanted: EntryState) => entries.filter((entry) => entry.state === wanted);
  const lines = [`## node:${module}`, '', `${state[0]?.toUpperCase()}${state.slice(1)}.`];
  const provided = of('provided').map(({ name }) => name);
  if (provided.length > 0) lines.push('', `Provided: ${list(provided)}.`);
  for (const [error, names] of byError(of('refused'))) lines.push('', `Refused (\`${error}\`): ${list(names)}.`);
  const missing = of('missing').map(({ name }) => name);
  if (missing.length > 0) lines.push('', `Missing: ${list(missing)}.`);
  const differences = DIFFERENCES[module] ?? [];
  if (differences.length > 0) lines.push('', 'Differs:', '', ...differences.map((text) => `- ${text}`));
  return lines;
}

function byError(entries: readonly Entry[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { name, error = '' } of entries) groups.set(error, [...(groups.get(error) ?? []), name]);
  return groups;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(' ');
}
