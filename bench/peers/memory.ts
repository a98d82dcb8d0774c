/** The memory of a process and all of its descendants, shared pages divided among those who share them (Linux: PSS). */
import { readdirSync, readFileSync } from 'node:fs';

/** Bytes of the process `root` and what it has started. @throws Error where there is no `/proc` */
export function treeBytes(root: number): number {
  const children = childrenOf();
  const bytes = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + bytes(child), proportionalBytes(pid));
  return bytes(root);
}

/** The process numbers of each process's children. */
export function childrenOf(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(name);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

function parentOf(pid: string): number | undefined {
  // After the name, which may hold anything, in its last parenthesis: state, parent.
  const stat = readProcess(pid, 'stat');
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function proportionalBytes(pid: number): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readProcess(String(pid), 'smaps_rollup') ?? '') ?? [];
  return Number(kilobytes ?? 0) * 1024;
}

/** A file of a process; undefined when it has ended meanwhile. */
function readProcess(pid: string, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
