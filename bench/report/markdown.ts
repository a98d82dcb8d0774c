/** `docs/benchmarks.md`. */
import type { Figure, PeerResult } from '../peers/compare.ts';
import { WORKLOADS } from '../peers/peer.ts';
import { bytes, digits, milliseconds } from './format.ts';
import type { Benchmarks, Circumstances, Finding } from './store.ts';

/** The whole page. */
export function renderMarkdown({ rows, peers, soak, chaos }: Benchmarks): string {
  return [
    '# Benchmarks',
    'Made by `npm run bench -- --peers`, `npm run soak -- --record` and `npm run chaos -- --record`; the figures are in [benchmarks.json](benchmarks.json). What counts is how the rows of one run compare: absolute figures are the machine’s, and a busy one’s are worse.',
    ...(peers === undefined ? [] : peersSection(peers)),
    ...(rows === undefined
      ? []
      : [
          '## Guest against native',
          'The same code in a guest and in Node, in turn. Medians, and the range of the runs.',
          where(rows.measured),
          table(
            ['', 'median', 'range', 'ratio'],
            rows.rows.map(({ name, unit, figures, ratio, ratioName }) => [
              name,
              `${digits(figures.median)} ${unit}`,
              figures.runs === 1 ? '' : `${digits(figures.minimum)} – ${digits(figures.maximum)}`,
              ratio === undefined ? '' : `${digits(ratio)} ${ratioName ?? ''}`,
            ]),
          ),
        ]),
    ...findingsSection(
      'Soak',
      soak,
      'What is left, and what has grown, after many invocations and after many turns of one instance.',
    ),
    ...findingsSection(
      'Chaos',
      chaos,
      'Healthy invocations among guests that spin, trap, allocate, flood and are aborted, while workers are killed at random.',
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function findingsSection(title: string, part: Benchmarks['soak'], text: string): string[] {
  if (part === undefined) return [];
  const line = ({ name, value, wanted = '', holds }: Finding) => [
    name,
    value,
    wanted,
    holds === undefined ? '' : holds ? 'yes' : '**no**',
  ];
  return [
    `## ${title}`,
    text,
    where(part.measured),
    table(['', 'measured', 'wanted', 'holds'], part.findings.map(line)),
  ];
}

function peersSection({ measured, peers }: NonNullable<Benchmarks['peers']>): string[] {
  const row = (name: string, cell: (peer: PeerResult) => string) => [name, ...peers.map(cell)];
  const counts = Object.keys(peers[0]?.memory ?? {});
  const spread = ({ p50, p95 }: { p50: number; p95: number }) => `${digits(p50)} / ${digits(p95)} ms`;
  return [
    '## Side by side',
    '![Cold start, memory, throughput and CPU of each](benchmarks.svg)',
    where(measured),
    table(
      ['', ...peers.map(({ title, version }) => `${title} ${show(version, (text) => text.replace(/^v/, ''))}`)],
      [
        row('boundary', ({ boundary }) => boundary),
        row('Node’s builtins', ({ builtins }) => builtins),
        row('cold start, p50 / p95', ({ cold }) => show(cold.bare, spread)),
        row('… of a tool that imports `node:child_process`', ({ cold }) => show(cold.builtin, spread)),
        row('warm call, p50 / p95', ({ warmCall }) => show(warmCall, spread)),
        row('what a warm call is', ({ warm }) => warm),
        row('fresh guests a second, 8 at once', ({ throughput }) => show(throughput, digits)),
        ...counts.map((count) =>
          row(`memory a live guest, of ${Number(count).toLocaleString('en-US')}`, ({ memory }) =>
            show(memory[count], bytes),
          ),
        ),
        ...WORKLOADS.map((name) => row(`CPU: ${CPU_NAMES[name]}`, ({ cpu }) => show(cpu[name], milliseconds))),
        row('one more tool', ({ toolBytes }) => show(toolBytes, bytes)),
        row('installed, with what it needs', ({ installedBytes }) =>
          installedBytes === 0 ? '–' : bytes(installedBytes),
        ),
      ],
    ),
    ratios(peers),
    NOTES,
    failures(peers),
  ].filter((text) => text !== '');
}

const CPU_NAMES: Readonly<Record<(typeof WORKLOADS)[number], string>> = {
  integers: 'integers',
  json: 'JSON',
  regex: 'regular expressions',
  sort: 'sort',
  sha256: 'SHA-256 in JavaScript',
};

const NOTES = [
  '- Each peer has a process of its own; they are asked in turn, round after round. Percentiles are over all rounds.',
  '- **Cold start**: from a process that has loaded the library (and compiled or snapshotted what it does once) to the first answer of a new guest.',
  '- **Memory**: proportional set size (PSS) of the peer’s process and all that it started, for each further guest that has answered and waits.',
  '- **CPU**: the same source everywhere, its results compared; the best of some runs. WebAssembly guests are interpreted by QuickJS, the others compiled by V8.',
  '- **Installed** counts wasi-node with its build tools (rolldown, esbuild, QuickJS’s componentizer), which an embedder of built tools does not load.',
  '- secure-exec holds as many guests at once as the machine has cores; here it was told to hold 2,000.',
].join('\n');

/** How the cold starts compare, in words. */
function ratios(peers: readonly PeerResult[]): string {
  const [ours] = peers;
  const theirs = peers.find(({ kind }) => kind === 'secure-exec');
  if (ours === undefined || theirs === undefined) return '';
  const lines = (['bare', 'builtin'] as const).flatMap((tool) => {
    const [a, b] = [ours.cold[tool], theirs.cold[tool]];
    if ('missing' in a || 'missing' in b) return [];
    const what = tool === 'bare' ? 'that imports nothing' : 'that imports `node:child_process`';
    return [`a tool ${what} starts in 1/${digits(b.p50 / a.p50)} of secure-exec’s time`];
  });
  return lines.length === 0 ? '' : `Of the same run: ${lines.join('; ')}.`;
}

/** Why there is no figure, where that is longer than a cell. */
function failures(peers: readonly PeerResult[]): string {
  const reasons = new Set<string>();
  for (const { title, version, cold, warmCall, memory, throughput, cpu, toolBytes } of peers) {
    for (const figure of [
      version,
      cold.bare,
      warmCall,
      throughput,
      toolBytes,
      ...Object.values(memory),
      ...Object.values(cpu),
    ]) {
      if (typeof figure === 'object' && 'missing' in figure && figure.missing.length > LONG) {
        reasons.add(`- ${title}: ${figure.missing}`);
      }
    }
  }
  return [...reasons].join('\n');
}

const LONG = 24;

function show<T>(figure: Figure<T> | undefined, text: (value: T) => string): string {
  if (figure === undefined) return '–';
  if (typeof figure === 'object' && figure !== null && 'missing' in figure) {
    return figure.missing.length > LONG ? 'failed' : figure.missing;
  }
  return text(figure as T);
}

function where({ date, cpu, cores, memoryBytes, system, node, load }: Circumstances): string {
  const busy =
    load > cores + 1 ? ` **The machine was busy with other things (load ${digits(load)}): times are too long.**` : '';
  return `${date}, ${cores} cores of ${cpu}, ${bytes(memoryBytes)}, ${system}, Node ${node.replace(/^v/, '')}.${busy}`;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}
