/** What the suites declare their tests with: vitest's own functions, or a collector that runs them as plain functions. */

/** A test's or a hook's code. */
export type Body = () => unknown;

/** `test`, with a row of a table a test. */
export interface DeclareTest {
  (name: string, body: Body): void;
  each<Row extends unknown[] | [unknown]>(
    rows: readonly Row[],
  ): (name: string, body: (...values: Row) => unknown) => void;
  each<Row>(rows: readonly Row[]): (name: string, body: (value: Row) => unknown) => void;
}

/** The functions that a suite calls; each as vitest's of that name. */
export interface Registrar {
  describe(name: string, body: () => void): void;
  test: DeclareTest;
  beforeAll(body: Body): void;
  afterAll(body: Body): void;
  beforeEach(body: Body): void;
  afterEach(body: Body): void;
}
