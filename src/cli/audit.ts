/** `wasi-node audit verify`: whether a log is whole and in order. */
import { type ChainReport, verifyChain } from '../observability/audit-chain.ts';
import { EXIT, UsageError } from './output.ts';

export async function auditVerifyCommand(file: string, options: { head?: string; json: boolean }): Promise<void> {
  const report = await verifyChain(file).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} could not be read: ${cause.message}`, { cause });
  });
  const cut = options.head !== undefined && options.head !== report.head;
  const whole = report.broken === undefined && !cut;
  if (options.json) console.log(JSON.stringify({ whole, ...report, broken: report.broken ?? null }));
  else console.log(describe(file, report, cut));
  if (!whole) process.exitCode = EXIT.failed;
}

function describe(file: string, { lines, head, torn, broken }: ChainReport, cut: boolean): string {
  if (broken !== undefined) return `${file}: line ${broken.line} is wrong: ${broken.reason}`;
  if (cut) return `${file}: the last line is not the one that was asked for; its hash is ${head}`;
  const incomplete = torn.length === 0 ? '' : `, incomplete (their writer was killed): ${torn.join(', ')}`;
  return `${file}: ${lines} lines in order${incomplete}\nhead ${head}`;
}
