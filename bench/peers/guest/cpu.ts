/** The CPU set as a tool. */
import { integers, json, regex, sha256, sort } from './workloads.ts';

const workloads = { integers, json, regex, sort, sha256 };

/** Runs one of the workloads. */
export function cpu(name: keyof typeof workloads): { milliseconds: number; result: number } {
  const started = performance.now();
  const result = workloads[name]();
  return { milliseconds: performance.now() - started, result };
}
