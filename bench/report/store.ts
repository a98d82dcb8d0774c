/** `docs/benchmarks.json`, from which `docs/benchmarks.md` and the plot are made. Each command writes its own part. */
import { readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../measure.ts';
import type { PeerResult } from '../peers/compare.ts';
import { renderMarkdown } from './markdown.ts';
import { renderPlot } from './plot.ts';

/** When and on what something was measured. */
export interface Circumstances {
  date: string;
  cpu: string;
  cores: number;
  memoryBytes: number;
  system: string;
  node: string;
  /** Processes that wanted a processor, on average over the last fifteen minutes. */
  load: number;
}

/** One line of a summary. */
export interface Finding {
  name: string;
  value: string;
  /** What it had to be, where that is stated, and whether it is. */
  wanted?: string | undefined;
  holds?: boolean | undefined;
}

/** All that is shown. */
export interface Benchmarks {
  rows?: { measured: Circumstances; rows: Row[] };
  peers?: { measured: Circumstances; peers: PeerResult[] };
  soak?: { measured: Circumstances; findings: Finding[] };
  chaos?: { measured: Circumstances; findings: Finding[] };
}

export const DOCS = join(import.meta.dirname, '../../docs');

/** This machine, now. */
export function circumstances(): Circumstances {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    load: loadavg()[2] ?? 0,
  };
}

/** Puts new parts in the place of the old ones, and renders all of it anew. @param folder where the three files are @returns the page's file */
export async function record(parts: Benchmarks, folder: string = DOCS): Promise<string> {
  const file = join(folder, 'benchmarks.json');
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const all: Benchmarks = { ...(JSON.parse(known) as Benchmarks), ...parts };
  await writeFile(file, `${JSON.stringify(all, undefined, 2)}\n`);
  const page = join(folder, 'benchmarks.md');
  await writeFile(page, renderMarkdown(all));
  if (all.peers !== undefined) await writeFile(join(folder, 'benchmarks.svg'), renderPlot(all.peers.peers));
  return page;
}
