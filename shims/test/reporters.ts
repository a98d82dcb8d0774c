/**
 * `node:test/reporters`.
 *
 * https://nodejs.org/api/test.html#test-reporters
 */
import { refuse } from '../internal/refuse.ts';
import type { TestEvent } from '../internal/test/events.ts';
import { SpecFormatter } from '../internal/test/spec.ts';
import { formatTap } from '../internal/test/tap.ts';
import { Transform } from '../stream.ts';

/** A character a test. */
export async function* dot(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let count = 0;
  for await (const { type } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    yield type === 'test:pass' ? '.' : 'X';
    if (++count % 20 === 0) yield '\n';
  }
  yield '\n';
}

/** Test Anything Protocol, version 13. */
export async function* tap(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  yield 'TAP version 13\n';
  for await (const event of source) yield formatTap(event);
}

class SpecReporter extends Transform {
  readonly #formatter = new SpecFormatter();

  constructor() {
    super({ writableObjectMode: true });
  }

  override _transform(event: TestEvent, _encoding: string, callback: (error: null, text: string) => void): void {
    callback(null, this.#formatter.format(event));
  }

  override _flush(callback: (error: null, text: string) => void): void {
    callback(null, this.#formatter.failures());
  }
}

/** For people; it is the default. Called with or without `new`. */
export function spec(): SpecReporter {
  return new SpecReporter();
}

export const junit = /* @__PURE__ */ refuse('test/reporters', 'junit');
export const lcov = /* @__PURE__ */ refuse('test/reporters', 'lcov');

export default { dot, junit, lcov, spec, tap };
