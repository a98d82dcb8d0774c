/** The report on a program, for people. */
import { relative } from 'node:path';
import { styleText } from 'node:util';
import type { Finding, Place } from '../../check/program/findings.ts';
import type { BuiltinUse, ProgramReport, Use } from '../../check/program/report.ts';

const VERDICTS = {
  ready: styleText('green', 'ready: all that it uses is there'),
  limited: styleText('yellow', 'limited: some of what its packages use is not there'),
  blocked: styleText('red', 'blocked: something that it uses itself is not there'),
} as const;

const MOST_NAMES = 12;
const MOST_PLACES = 3;

export function printProgram(report: ProgramReport): void {
  const { packages } = report;
  console.log(`${styleText('bold', relative(process.cwd(), report.entry))}  ${VERDICTS[report.verdict]}`);
  console.log(`${report.modules} modules${packages.length === 0 ? '' : `, of them packages: ${shorten(packages)}`}\n`);
  section('builtins', report.builtins.map(builtinLine));
  section('globals', lines(report.globals.map((use) => use.name)));
  const lacking = [...report.builtins.flatMap(({ uses }) => uses), ...report.globals].filter(
    ({ state }) => state !== 'provided',
  );
  section('not there', lacking.map(lackingLine));
  section(
    'problems',
    report.problems.map(({ message, package: owner }) => `${message}${owner === undefined ? '' : `  (${owner})`}`),
  );
  section('commands', report.commands.map(findingLine));
  section('hosts', report.hosts.map(findingLine));
  section('paths', report.paths.map(findingLine));
  section('environment variables', report.variables.map(findingLine));
  section('listens on', report.listen.map(findingLine));
  section('decided when it runs (--observe records it)', report.open.map(findingLine));
  const { token, grant } = report.suggestion;
  console.log(`suggested token  ${JSON.stringify(token)}`);
  console.log(`suggested grant  ${JSON.stringify(grant)}\n`);
}

function section(title: string, items: readonly string[]): void {
  if (items.length === 0) return;
  console.log(`${styleText('bold', title)}\n${items.map((item) => `  ${item}`).join('\n')}\n`);
}

const lines = (names: readonly string[]): string[] => (names.length === 0 ? [] : [names.join(' ')]);

function shorten(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return names.join(' ');
  return `${names.slice(0, MOST_NAMES).join(' ')} and ${names.length - MOST_NAMES} more`;
}

function builtinLine({ module, uses, whole }: BuiltinUse): string {
  const names = uses.map(({ name, state }) => {
    const short = name.slice(module.length + 1);
    return state === 'provided' ? short : styleText('red', `${short} (${state})`);
  });
  return `${module.padEnd(16)} ${[...names, ...(whole ? ['(as a whole)'] : [])].join(' ')}`;
}

function lackingLine({ name, state, error, places }: Use): string {
  return `${name.padEnd(32)} ${error ?? state}  ${placesText(places)}`;
}

function findingLine({ value, places }: Finding): string {
  return `${value.padEnd(32)} ${styleText('dim', placesText(places))}`;
}

function placesText(places: readonly Place[]): string {
  const texts = places.map(({ file, line, package: owner }) => owner ?? `${relative(process.cwd(), file)}:${line}`);
  const distinct = [...new Set(texts)];
  const more = distinct.length > MOST_PLACES ? ` and ${distinct.length - MOST_PLACES} more` : '';
  return distinct.slice(0, MOST_PLACES).join(', ') + more;
}
