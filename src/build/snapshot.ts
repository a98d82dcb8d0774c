/**
 * Decides which modules of a program are evaluated when its component is built. The program is run once, module by module, in a sandbox where
 * everything ambient is recorded: the environment, clocks, random numbers, any call of the host. A module that touched nothing may be in
 * the snapshot; one that did is deferred to the first call, together with what imports it.
 */
import type { Program } from './program.ts';

/** `auto` probes; `deferred` evaluates nothing at build time; `eager` all of it (what is ambient then fails the build). */
export type SnapshotMode = 'auto' | 'eager' | 'deferred';

/** What is evaluated when. */
export interface SnapshotPlan {
  /** Modules that are evaluated at the first call, and why. */
  deferred: { name: string; reason: string }[];
}

/** What the probe found for one module: nothing, or what it touched. */
export type ProbeReport = (string | null)[];

/** A program's modules with their imports, dependencies first. */
export interface ModuleGraph {
  entry: string;
  /** Names; a dependency comes before its importers, except in cycles. */
  order: string[];
  /** Imports of each module, static and dynamic. */
  imports: Map<string, string[]>;
}

/** The graph of a shaken program. */
export function moduleGraph({ entry, modules }: Program): ModuleGraph {
  const imports = new Map([...modules].map(([name, module]) => [name, module.imports]));
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const dependency of imports.get(name) ?? []) visit(dependency);
    order.push(name);
  };
  visit(entry);
  return { entry, order, imports };
}

/** The plan that follows from a probe of `graph.order`. */
export function planSnapshot(graph: ModuleGraph, report: ProbeReport): SnapshotPlan {
  const reasons = new Map<string, string>();
  graph.order.forEach((name, index) => {
    const touched = report[index];
    if (touched !== null && touched !== undefined) reasons.set(name, touched);
  });
  spread(graph, reasons);
  return { deferred: [...reasons].map(([name, reason]) => ({ name, reason })) };
}

/** Whatever imports a deferred module is deferred. */
function spread(graph: ModuleGraph, reasons: Map<string, string>): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const name of graph.order) {
      if (reasons.has(name)) continue;
      const cause = graph.imports.get(name)?.find((dependency) => reasons.has(dependency));
      if (cause === undefined) continue;
      reasons.set(name, `imports ${cause}`);
      changed = true;
    }
  }
}
