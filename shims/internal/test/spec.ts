/** The `spec` reporter: https://nodejs.org/api/test.html#test-reporters */
import process from '../../process.ts';
import { inspect } from '../util/inspect.ts';
import type { Counts, TestEvent, TestResult } from './events.ts';
import { TestFailure } from './failure.ts';

/** Turns the events of a run into lines. */
export class SpecFormatter {
  readonly #open: { name: string; nesting: number; shown: boolean }[] = [];
  readonly #failures: TestResult[] = [];

  /** The lines of one event. */
  format(event: TestEvent): string {
    switch (event.type) {
      case 'test:start':
        this.#open.push({ ...event.data, shown: false });
        return '';
      case 'test:pass':
      case 'test:fail':
        return this.#result(event.type === 'test:pass', event.data);
      case 'test:diagnostic':
        return `${'  '.repeat(Math.max(event.data.nesting, 0))}ℹ ${event.data.message}\n`;
      default:
        return '';
    }
  }

  #result(passed: boolean, data: TestResult): string {
    const own = this.#open.pop();
    let text = '';
    // Those that it lies in, when it is the first in them.
    for (const test of this.#open) {
      if (!test.shown) text += `${'  '.repeat(test.nesting)}▶ ${test.name}\n`;
      test.shown = true;
    }
    if (!passed && !(own?.shown && isSubtestsFailure(data))) this.#failures.push(data);
    return `${text}${'  '.repeat(data.nesting)}${resultLine(passed, data)}\n`;
  }

  /** What failed, in full. */
  failures(): string {
    if (this.#failures.length === 0) return '';
    const parts = this.#failures.map((data) => {
      const { error } = data.details;
      const cause = error instanceof TestFailure && error.cause !== undefined ? error.cause : error;
      const text = cause instanceof Error ? inspect(cause) : String(cause);
      return `\n${resultLine(false, data)}\n  ${text.replace(/\n/g, '\n  ')}\n`;
    });
    return `\n✖ failing tests:\n${parts.join('')}`;
  }
}

function isSubtestsFailure({ details }: TestResult): boolean {
  return details.error instanceof TestFailure && details.error.failureType === 'subtestsFailed';
}

function resultLine(passed: boolean, { name, details, skip, todo }: TestResult): string {
  const mark = skip !== undefined ? '﹣' : todo !== undefined ? '⚠' : passed ? '✔' : '✖';
  const note =
    skip !== undefined
      ? ` # ${typeof skip === 'string' && skip !== '' ? skip : 'SKIP'}`
      : todo !== undefined
        ? ` # ${typeof todo === 'string' && todo !== '' ? todo : 'TODO'}`
        : '';
  return `${mark} ${name} (${details.duration_ms.toFixed(6).replace(/0+$/, '').replace(/\.$/, '')}ms)${note}`;
}

/** The figures at the end of a run. */
export function countLines(counts: Counts, durationMs: number): string[] {
  const { tests, suites, passed, failed, cancelled, skipped, todo } = counts;
  return [
    `tests ${tests}`,
    `suites ${suites}`,
    `pass ${passed}`,
    `fail ${failed}`,
    `cancelled ${cancelled}`,
    `skipped ${skipped}`,
    `todo ${todo}`,
    `duration_ms ${durationMs}`,
  ];
}

/** Prints a run to standard output. */
export class SpecWriter {
  readonly #formatter = new SpecFormatter();

  write(event: TestEvent): void {
    const text = this.#formatter.format(event);
    if (text !== '') process.stdout.write(text);
  }

  diagnostic(message: string): void {
    this.write({ type: 'test:diagnostic', data: { nesting: 0, message } });
  }

  end(counts: Counts, durationMs: number): void {
    for (const line of countLines(counts, durationMs)) this.diagnostic(line);
    process.stdout.write(this.#formatter.failures());
  }
}
