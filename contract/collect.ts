/** Collects the tests of suites as plain functions, and runs them without a test runner. */
import { format } from 'node:util';
import type { Body, DeclareTest, Registrar } from './registrar.ts';

/** What came of one test. */
export interface CaseResult {
  /** The names of its groups and its own, with ` › ` between them. */
  name: string;
  /** Why it failed; undefined where it passed. */
  error: unknown;
}

/** A collected test, or a group of them. */
type Item = { kind: 'test'; name: string; body: Body } | { kind: 'group'; group: Group };

interface Group {
  name: string;
  items: Item[];
  beforeAll: Body[];
  afterAll: Body[];
  beforeEach: Body[];
  afterEach: Body[];
}

/** What a run looks at. */
export interface RunOptions {
  /** Which tests to run, by their names; all by default. */
  only?: ((name: string) => boolean) | undefined;
  /** Milliseconds until a test counts as failed; 10,000 by default. */
  timeoutMs?: number | undefined;
}

/** Tests as plain functions. */
export interface Collected {
  /** The names of all tests, in their order. */
  readonly names: readonly string[];
  /** Runs them one after the other, with their hooks. A hook that fails is the failure of the test that it belongs to. */
  run(options?: RunOptions): Promise<CaseResult[]>;
}

/** Collects what `declare` declares. */
export function collect(declare: (registrar: Registrar) => void): Collected {
  const root = newGroup('');
  let current = root;
  const test = (name: string, body: Body): void => void current.items.push({ kind: 'test', name, body });
  const each =
    (rows: readonly unknown[]) =>
    (name: string, body: (...values: never[]) => unknown): void => {
      for (const row of rows) {
        const values = (Array.isArray(row) ? row : [row]) as never[];
        const placeholders = name.match(/%[a-z]/g)?.length ?? 0;
        test(format(name, ...values.slice(0, placeholders)), () => body(...values));
      }
    };
  declare({
    describe(name, body) {
      const group = newGroup(name);
      const outer = current;
      outer.items.push({ kind: 'group', group });
      current = group;
      body();
      current = outer;
    },
    test: Object.assign(test, { each }) as DeclareTest,
    beforeAll: (body) => void current.beforeAll.push(body),
    afterAll: (body) => void current.afterAll.push(body),
    beforeEach: (body) => void current.beforeEach.push(body),
    afterEach: (body) => void current.afterEach.push(body),
  });
  return {
    names: namesIn(root, []),
    run: ({ only = () => true, timeoutMs = 10_000 } = {}) => runGroup(root, [], { only, timeoutMs }),
  };
}

function newGroup(name: string): Group {
  return { name, items: [], beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
}

function namesIn(group: Group, path: readonly Group[]): string[] {
  const here = [...path, group];
  return group.items.flatMap((item) => (item.kind === 'group' ? namesIn(item.group, here) : [nameOf(here, item.name)]));
}

const nameOf = (path: readonly Group[], name: string): string =>
  [...path.map((group) => group.name).filter((part) => part !== ''), name].join(' › ');

async function runGroup(group: Group, path: readonly Group[], options: Required<RunOptions>): Promise<CaseResult[]> {
  const here = [...path, group];
  const only = options.only ?? (() => true);
  if (!namesIn(group, path).some(only)) return [];
  const results: CaseResult[] = [];
  try {
    for (const body of group.beforeAll) await body();
    for (const item of group.items) {
      if (item.kind === 'group') results.push(...(await runGroup(item.group, here, options)));
      else {
        const name = nameOf(here, item.name);
        if (only(name)) results.push({ name, error: await runTest(item.body, here, options.timeoutMs ?? 10_000) });
      }
    }
  } finally {
    for (const body of group.afterAll) await body();
  }
  return results;
}

/** @returns why the test failed, undefined where it did not */
async function runTest(body: Body, path: readonly Group[], timeoutMs: number): Promise<unknown> {
  const before = path.flatMap((group) => group.beforeEach);
  const after = path.toReversed().flatMap((group) => group.afterEach);
  const failures: unknown[] = [];
  const attempt = async (bodies: readonly Body[]): Promise<void> => {
    const work = (async () => {
      for (const each of bodies) await each();
    })();
    await within(work, timeoutMs).catch((error: unknown) => failures.push(error ?? new Error('failed')));
  };
  await attempt([...before, body]);
  await attempt(after);
  return failures[0];
}

async function within(work: Promise<void>, timeoutMs: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`not done after ${timeoutMs} ms`)), timeoutMs);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    // A test that is given up on may still fail when its instance goes.
    work.catch(() => {});
  }
}
