/** What the comparison asks of each peer. All of it runs in a process of the peer's own. */
import { readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

/** The names of the CPU set. */
export const WORKLOADS = ['integers', 'json', 'regex', 'sort', 'sha256'] as const;
export type Workload = (typeof WORKLOADS)[number];

/** A guest that has given its first answer. */
export interface LiveGuest {
  /** Its first answer. */
  readonly answer: unknown;
  /** Ends it, and waits until it has ended. */
  close(): Promise<void> | void;
}

/** What one run of a workload took. */
export interface CpuRun {
  milliseconds: number;
  result: number;
}

/** One way to run a guest. */
export interface Peer {
  /** The version of the library, or Node's. */
  readonly version: string;
  /** Loads what is loaded once a process. */
  prepare(): Promise<void>;
  /** A fresh guest, up to its first answer, which is that of the tool. */
  fresh(tool: ToolName): Promise<LiveGuest>;
  /** A further call, in the way that the library offers it; `undefined` where it offers none. */
  warm: (() => Promise<() => Promise<unknown>>) | undefined;
  /** How long the host has nothing to do before a warm call, milliseconds; not counted. */
  readonly restMs?: number;
  /** A guest that has answered and now waits, for memory. */
  live(): Promise<LiveGuest>;
  /** One run of a workload, on an engine that has run it before. */
  cpu(): Promise<(workload: Workload) => Promise<CpuRun>>;
  /** What one more tool weighs where it is kept, bytes. */
  toolBytes(): Promise<number>;
}

/** Resolves the packages beside this file. */
export const requirePeer = createRequire(join(import.meta.dirname, 'package.json'));

/** The version of a package beside this file. */
export function peerVersion(name: string): string {
  const path = join(import.meta.dirname, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** The tools of the comparison: one that imports nothing, and one that imports `node:child_process`. */
export const TOOLS = {
  bare: { code: "typeof 'text'", answer: 'string' },
  builtin: { code: "typeof require('node:child_process').execFile", answer: 'function' },
} as const;
export type ToolName = keyof typeof TOOLS;

/** The CPU set as a script: its functions are globals. */
export function workloadScript(): string {
  const source = readFileSync(join(import.meta.dirname, 'guest/workloads.ts'), 'utf8');
  return stripTypeScriptTypes(source).replace(/^export /gm, '');
}

/** Times a call from outside, for guests without a clock. */
export async function timed(call: () => Promise<unknown> | unknown): Promise<CpuRun> {
  const started = performance.now();
  const result = Number(await call());
  return { milliseconds: performance.now() - started, result };
}
