/** Figures of a run. */
import type { FileResult } from './run-test.ts';
import { SUITES, type SuiteName } from './suite.ts';

/** One suite in numbers. */
export interface SuiteSummary {
  suite: SuiteName;
  files: number;
  /** Files without a failure. */
  whole: number;
  subtests: number;
  passed: number;
  /** The tests that Node itself passes; undefined where it was not asked. */
  native: number | undefined;
}

/** A whole run. */
export interface Summary {
  suites: SuiteSummary[];
  failures: { path: string; failed: number; subtests: number; behind: number; first: string }[];
}

/** A file that gave no result counts as one test that failed. */
export function summarize(results: readonly FileResult[], native: readonly FileResult[]): Summary {
  const passedBy = (file: FileResult) => new Set(file.subtests.filter(({ passed }) => passed).map(({ name }) => name));
  const nodes = new Map(native.map((file) => [file.path, passedBy(file)]));
  const names = (Object.keys(SUITES) as SuiteName[]).filter((name) => results.some(({ suite }) => suite === name));
  const suites = names.map((suite) => {
    const files = results.filter((result) => result.suite === suite);
    return {
      suite,
      files: files.length,
      whole: files.filter((file) => failuresOf(file) === 0).length,
      subtests: sum(files.map(countOf)),
      passed: sum(files.map((file) => countOf(file) - failuresOf(file))),
      native: native.length === 0 ? undefined : sum(files.map(({ path }) => nodes.get(path)?.size ?? 0)),
    };
  });
  const failures = results
    .filter((result) => failuresOf(result) > 0)
    .map((result) => ({
      path: result.path,
      failed: failuresOf(result),
      subtests: countOf(result),
      behind: result.subtests.filter(({ name, passed }) => !passed && nodes.get(result.path)?.has(name)).length,
      first: result.subtests.find(({ passed }) => !passed)?.message ?? result.error ?? '',
    }));
  return { suites, failures };
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const extra = ({ error }: FileResult) => (error === undefined ? 0 : 1);
const countOf = (file: FileResult) => file.subtests.length + extra(file);
const failuresOf = (file: FileResult) => file.subtests.filter(({ passed }) => !passed).length + extra(file);
