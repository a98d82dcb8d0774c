/** `wasi-node check`: of programs, what they use and ask for; without one, what of Node's builtins the guest has. */
import { entriesOf } from '../check/program/entries.ts';
import { checkProgram, type ProgramReport } from '../check/program/report.ts';
import { compatibilityTable } from '../check/table.ts';
import { type ObserveCommandOptions, observePrograms } from './check/observe.ts';
import { printProgram } from './check/print-program.ts';
import { printTable, tableToJson } from './check/print-table.ts';
import { EXIT, UsageError } from './output.ts';
import { Progress } from './progress.ts';

export interface CheckOptions extends ObserveCommandOptions {
  strict: boolean;
  observe: boolean;
}

export async function checkCommand(entries: string[], options: CheckOptions): Promise<void> {
  const files = entries.flatMap((entry) => {
    const found = entriesOf(entry);
    if (found === undefined) throw new UsageError(`There is no file, folder or package ${entry}`);
    if (found.length === 0) throw new UsageError(`The folder ${entry} has no programs in it`);
    return found;
  });
  if (options.observe && files.length === 0) throw new UsageError('--observe needs a program to run');
  const progress = new Progress();
  const table = await compatibilityTable({ onStep: (step) => progress.step(step) }).finally(() => progress.stop());
  if (files.length === 0) {
    if (options.json) console.log(JSON.stringify(tableToJson(table), undefined, 2));
    else printTable(table);
    return;
  }
  const reports: ProgramReport[] = [];
  for (const file of files) reports.push(await checkProgram(file, table));
  if (options.observe) {
    await observePrograms(reports, options);
    return;
  }
  if (options.json) console.log(JSON.stringify({ node: table.node, programs: reports }, undefined, 2));
  else for (const report of reports) printProgram(report);
  if (reports.some(({ verdict }) => verdict === 'blocked' || (options.strict && verdict === 'limited'))) {
    process.exitCode = EXIT.failed;
  }
}
