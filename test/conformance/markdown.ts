/** The report of the day, for `docs/conformance.md`. */
import { basename } from 'node:path';
import { table } from './report.ts';
import type { Outcome, TestResult } from './run-test.ts';

/** What each outcome means, for a reader of the table. */
const MEANINGS: readonly [Outcome, string][] = [
  ['pass', 'the file ran to its end, its own checks held and it asserted something'],
  ['fail', 'it ended with an error'],
  ['timeout', 'it did not end in time'],
  ['crash', 'the instance trapped (the host goes on)'],
  ['vacuous', 'it passed and asserted nothing in our run'],
  ['skipped', 'it skipped itself'],
  ['excluded', 'a rule of `test/conformance/rules.ts` says that it does not apply'],
  ['outdated', 'the host’s own Node, which the shims follow, fails it, too'],
];

/** The document. @param suite where the tests came from, such as `v22.14` */
export function report(results: readonly TestResult[], suite: string, minutes: number): string {
  const excluded = Map.groupBy(
    results.filter(({ outcome }) => outcome === 'excluded'),
    ({ detail }) => detail,
  );
  const failures = results.filter(({ outcome }) => outcome === 'fail' || outcome === 'timeout' || outcome === 'crash');
  return `# Conformance

Node's own tests, unmodified, each file as a script in a fresh instance under a token made for it, with Node's real \`common/\`.

\`\`\`sh not-run: needs Node’s own tests, and runs for minutes
scripts/node-suite.sh ../node22/test            # Node's tests out of Debian's source package
npm run conformance -- --suite ../node22        # all of them; --only fs,child-process for some; --failures lists what does not pass
\`\`\`

\`--json FILE\` writes every result, \`--report FILE\` this page, \`--update\` the list of passing tests (\`test/conformance/passing.json\`): a run ends with 1 when a test of
that list no longer passes. The folder of the suite has to be called \`test\`, as some tests look for its name.

${MEANINGS.map(([name, meaning]) => `- **${name}**: ${meaning}.`).join('\n')}

"of" is what applies: all but skipped, excluded and outdated. Figures of peers are theirs, by files or by subtests (\`test/conformance/peers.json\`).

## ${suite}, ${new Date().toISOString().slice(0, 10)}, host Node ${process.version}, ${minutes.toFixed(0)} minutes

${table(results)}

## Excluded by rule

${[...excluded].map(([reason, list]) => `- ${reason}: ${list.length}`).join('\n')}

## What does not pass

${[...Map.groupBy(failures, ({ module }) => module)]
  .map(([module, list]) => `### ${module}\n\n${list.map(line).join('\n')}`)
  .join('\n\n')}
`;
}

function line({ name, outcome, detail }: TestResult): string {
  const text = detail
    .replace(/\/\S*\/(?=\S)/g, (path) => `…/${basename(path)}${path.endsWith('/') ? '/' : ''}`)
    .replace(/[`|<>]/g, ' ');
  return `- \`${name}\` (${outcome}): ${text.slice(0, 140)}`;
}
