/** `wasi-node top`: what runs in the sandboxes of this user that are monitored (`createSandbox({ monitor: true })`). */
import { setTimeout as wait } from 'node:timers/promises';
import { styleText } from 'node:util';
import type { ActivitySnapshot, RunningInvocation } from '../observability/activity.ts';
import { takeSnapshots } from '../observability/watch.ts';
import { interruptSignal } from './interrupt.ts';

const EVERY_MS = 1000;
const [ENTER, LEAVE, HOME, CLEAR_REST] = [
  '\u001b[?1049h\u001b[?25l',
  '\u001b[?25h\u001b[?1049l',
  '\u001b[H',
  '\u001b[J',
];

export async function topCommand(options: { json: boolean }): Promise<void> {
  if (options.json) console.log(JSON.stringify(await takeSnapshots()));
  else if (process.stdout.isTTY) await follow();
  else console.log(renderTop(await takeSnapshots()).join('\n'));
}

/** Draws the table anew each second, until the user ends it. */
async function follow(): Promise<void> {
  const signal = interruptSignal();
  process.stdout.write(ENTER);
  try {
    while (!signal.aborted) {
      const { columns = 80, rows = 24 } = process.stdout;
      const lines = renderTop(await takeSnapshots(), columns).slice(0, rows - 1);
      process.stdout.write(`${HOME}${lines.map((line) => `${line}\u001b[K`).join('\n')}\n${CLEAR_REST}`);
      await wait(EVERY_MS, undefined, { signal }).catch(() => {});
    }
  } finally {
    process.stdout.write(LEAVE);
    process.exitCode = 0;
  }
}

const HEAD = ['JOB', 'TOOL', 'STATE', 'TIME', 'CALLS', 'DENIED'];

/** The table's lines. @param columns what is longer is cut */
export function renderTop(snapshots: readonly ActivitySnapshot[], columns = 120): string[] {
  if (snapshots.length === 0) return ['Nothing is monitored: createSandbox({ monitor: true }) shows a sandbox here.'];
  return snapshots.flatMap((snapshot) => {
    const longest = snapshot.running.toSorted((a, b) => b.milliseconds - a.milliseconds);
    const cells = [HEAD, ...longest.map(cellsOf)];
    const widths = HEAD.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? '').length)));
    const lines = cells.map((row) =>
      row
        .map((cell, i) => pad(cell, widths[i] ?? 0, i))
        .join('  ')
        .trimEnd(),
    );
    const table =
      longest.length === 0
        ? []
        : lines.map((line, i) => (i === 0 ? styleText('dim', cut(line, columns)) : cut(line, columns)));
    return [styleText('bold', cut(headOf(snapshot), columns)), ...table, ''];
  });
}

function headOf({ pid, program, uptime, running, ended, latency }: ActivitySnapshot): string {
  const queued = running.filter(({ state }) => state === 'queued').length;
  const times = latency === undefined ? '' : `, p50 ${latency.p50.toFixed(1)} ms, p95 ${latency.p95.toFixed(1)} ms`;
  return `${pid} ${plain(program)}, up ${duration(uptime)}: ${running.length - queued} running, ${queued} queued, ${ended.total} ended (${ended.failed} failed), ${ended.warm} warm, ${ended.cold} cold, ${ended.denials} denials${times}`;
}

function cellsOf({ jobId, tool, state, warm, milliseconds, decisions, denials }: RunningInvocation): string[] {
  const how = warm === undefined ? state : `${state} (${warm ? 'warm' : 'cold'})`;
  return [plain(jobId), plain(tool), how, duration(milliseconds), String(decisions), String(denials)];
}

const pad = (cell: string, width: number, column: number) => (column < 3 ? cell.padEnd(width) : cell.padStart(width));
const cut = (line: string, columns: number) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line);

/** A tool's name can be the guest's choice: nothing in it moves the cursor. */
const plain = (text: string) =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '?').slice(0, 60);

function duration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 10) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}
