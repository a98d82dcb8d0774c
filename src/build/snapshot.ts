/**
 * Decides which modules of a program are evaluated when its component is built. The program is run once, module by module, in a sandbox where
 * everything ambient is recorded: the environment, clocks, random numbers, any call of the host. A module that touched nothing may be in
 * the snapshot; one that did is deferred to the first call, together with what imports it.
 */
import { resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { PACKAGE_ROOT } from './paths.ts';

/** `auto` probes; `deferred` evaluates nothing at build time; `eager` all of it (what is ambient then fails the build). */
export type SnapshotMode = 'auto' | 'eager' | 'deferred';

/** What is evaluated when. */
export interface SnapshotPlan {
  /** Modules that the build evaluates, with all that they import (absolute paths). */
  roots: string[];
  /** Modules that are evaluated at the first call, and why. */
  deferred: { path: string; reason: string }[];
}

/** What the probe found for one module: nothing, or what it touched. */
export type ProbeReport = (string | null)[];

/** A program's modules with their imports, dependencies first. */
export interface ModuleGraph {
  entry: string;
  /** Absolute paths; a dependency comes before its importers, except in cycles. */
  order: string[];
  /** Static imports of each module. */
  imports: Map<string, string[]>;
}

/** Reads the graph out of esbuild's metafile. */
export function moduleGraph(metafile: Metafile, entry: string): ModuleGraph {
  const imports = new Map<string, string[]>();
  for (const [path, input] of Object.entries(metafile.inputs)) {
    if (path.includes(':')) continue;
    const dependencies = input.imports
      .filter(
        ({ external, kind, path: to }) =>
          !external && !to.includes(':') && (kind === 'import-statement' || kind === 'require-call'),
      )
      .map((item) => resolve(PACKAGE_ROOT, item.path));
    imports.set(resolve(PACKAGE_ROOT, path), dependencies);
  }
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const dependency of imports.get(path) ?? []) visit(dependency);
    order.push(path);
  };
  visit(entry);
  return { entry, order, imports };
}

/** The plan that follows from a probe of `graph.order`. */
export function planSnapshot(graph: ModuleGraph, report: ProbeReport): SnapshotPlan {
  const reasons = new Map<string, string>();
  graph.order.forEach((path, index) => {
    const touched = report[index];
    if (touched !== null && touched !== undefined) reasons.set(path, touched);
  });
  spread(graph, reasons);
  if (!reasons.has(graph.entry)) return { roots: [graph.entry], deferred: [] };
  const roots = new Set<string>();
  for (const path of reasons.keys()) {
    for (const dependency of graph.imports.get(path) ?? []) if (!reasons.has(dependency)) roots.add(dependency);
  }
  return { roots: [...roots], deferred: [...reasons].map(([path, reason]) => ({ path, reason })) };
}

/** Whatever imports a deferred module is deferred. */
function spread(graph: ModuleGraph, reasons: Map<string, string>): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const path of graph.order) {
      if (reasons.has(path)) continue;
      const cause = graph.imports.get(path)?.find((dependency) => reasons.has(dependency));
      if (cause === undefined) continue;
      reasons.set(path, `imports ${cause}`);
      changed = true;
    }
  }
}
