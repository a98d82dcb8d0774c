/** Prints the findings of a run, and keeps them for the documentation. */
import { type Benchmarks, circumstances, type Finding, record } from '../report/store.ts';

/** Prints, and sets the process's exit code to 1 where something does not hold. */
export async function show(
  part: 'soak' | 'chaos',
  findings: Finding[],
  options: { json: boolean; record: boolean },
): Promise<void> {
  if (options.json) console.log(JSON.stringify(findings, undefined, 2));
  else
    for (const { name, value, wanted, holds } of findings) {
      const verdict = holds === undefined ? '   ' : holds ? 'ok ' : 'NOT';
      console.log(`${verdict}  ${name}: ${value}${wanted === undefined ? '' : `  (wanted: ${wanted})`}`);
    }
  if (options.record) await record({ [part]: { measured: circumstances(), findings } } as Benchmarks);
  if (findings.some(({ holds }) => holds === false)) process.exitCode = 1;
}
