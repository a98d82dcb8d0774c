/** The report of a run: a row a module, with the same figures of peers where they are known. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, TestResult } from './run-test.ts';

/** Figures of one module. */
export interface ModuleFigures {
  module: string;
  counts: Record<Outcome, number>;
  /** Files that passed with assertions, of those that apply. */
  passed: number;
  applicable: number;
}

/** A peer's figures of one module, as it published them. */
interface PeerFigures {
  passed: number;
  of: number;
  unit: 'files' | 'subtests' | 'percent';
}

type Peers = Record<string, { source: string; modules: Record<string, PeerFigures> }>;

const NO_COUNTS: Record<Outcome, number> = {
  pass: 0,
  vacuous: 0,
  skipped: 0,
  fail: 0,
  timeout: 0,
  crash: 0,
  excluded: 0,
  outdated: 0,
};

export function figures(results: readonly TestResult[]): ModuleFigures[] {
  const byModule = Map.groupBy(results, ({ module }) => module);
  return [...byModule].map(([module, list]) => figuresOf(module, list)).sort((a, b) => (a.module < b.module ? -1 : 1));
}

function figuresOf(module: string, list: readonly TestResult[]): ModuleFigures {
  const counts = { ...NO_COUNTS };
  for (const { outcome } of list) counts[outcome]++;
  const applicable = list.length - counts.excluded - counts.skipped - counts.outdated;
  return { module, counts, passed: counts.pass, applicable };
}

/** The table as Markdown. */
export function table(results: readonly TestResult[]): string {
  const peers = JSON.parse(readFileSync(join(import.meta.dirname, 'peers.json'), 'utf8')) as Peers;
  const names = Object.keys(peers);
  const header = [
    'module',
    'pass',
    'of',
    '%',
    'fail',
    'timeout',
    'crash',
    'vacuous',
    'skipped',
    'excluded',
    'outdated',
    ...names,
  ];
  const rows = [...figures(results), figuresOf('all', results)].map(({ module, counts, passed, applicable }) => [
    module,
    passed,
    applicable,
    applicable === 0 ? '' : ((100 * passed) / applicable).toFixed(1),
    counts.fail,
    counts.timeout,
    counts.crash,
    counts.vacuous,
    counts.skipped,
    counts.excluded,
    counts.outdated,
    ...names.map((name) => peerCell(peers[name]?.modules[module])),
  ]);
  return align([header, ...rows]);
}

function peerCell(peer: PeerFigures | undefined): string {
  if (peer === undefined) return '';
  return peer.unit === 'percent'
    ? `${peer.passed} %`
    : `${peer.passed}/${peer.of}${peer.unit === 'subtests' ? ' subtests' : ''}`;
}

function align(rows: (string | number)[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(3, ...rows.map((row) => String(row[column]).length))) ?? [];
  const line = (row: (string | number)[]) =>
    `| ${row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i] ?? 0) : String(cell).padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [header, ...body] = rows.map(line);
  return [header, rule, ...body].join('\n');
}
