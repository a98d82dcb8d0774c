/** What the test runner tells reporters. https://nodejs.org/api/test.html#class-testsstream */

export interface ResultDetails {
  duration_ms: number;
  type: 'suite' | 'test';
  error?: unknown;
}

/** One result. */
export interface TestResult {
  name: string;
  nesting: number;
  testNumber: number;
  details: ResultDetails;
  skip?: string | boolean;
  todo?: string | boolean;
  file?: string | undefined;
}

/** The figures of a run. */
export interface Counts {
  tests: number;
  suites: number;
  passed: number;
  failed: number;
  cancelled: number;
  skipped: number;
  todo: number;
}

export type TestEvent =
  | { type: 'test:start'; data: { name: string; nesting: number } }
  | { type: 'test:pass' | 'test:fail'; data: TestResult }
  | { type: 'test:plan'; data: { nesting: number; count: number } }
  | { type: 'test:diagnostic'; data: { nesting: number; message: string } };
