import { defineHidden, kNodeErrorCode, setStackHeader } from '../errors.ts';
import { inspectCustom } from '../util/inspect/options.ts';
import { inspect } from '../util/inspect.ts';
import { isError } from '../util/types.ts';
import { validateObject } from '../validators.ts';
import { type DiffMode, diffMessage, EXPECTATIONS, inspectValue, palette } from './error-diff.ts';

/** What an `AssertionError` is made of. */
export interface AssertionErrorOptions {
  message?: unknown;
  actual?: unknown;
  expected?: unknown;
  operator?: string | undefined;
  /** Frames above this function are left out of the stack. */
  stackStartFn?: unknown;
  /** The older name. */
  stackStartFunction?: unknown;
  /** Several failures in one, as a call tracker reports them. */
  details?: readonly FailureDetail[];
  diff?: DiffMode | undefined;
}

/** One failure of several. */
export interface FailureDetail {
  message: string;
  actual: unknown;
  expected: unknown;
  operator: string;
  stack: unknown;
}

/** The operators whose messages show the difference, even below the caller's own message. */
const DIFF_OPERATORS = ['deepStrictEqual', 'strictEqual', 'partialDeepStrictEqual'];

const MAX_LINES = 50;
const MAX_LENGTH = 512;

/** An error without its stack, so that two errors do not differ by it. */
function withoutStack(source: Error): object {
  const copy = Object.assign(Object.create(Object.getPrototypeOf(source)), source);
  defineHidden(copy, 'message', source.message);
  if (Object.hasOwn(source, 'cause')) {
    const { cause } = source;
    defineHidden(copy, 'cause', isError(cause) ? withoutStack(cause) : cause);
  }
  return copy;
}

function cut(text: string, max: number, mode: DiffMode): string {
  return text.length > max && mode !== 'full' ? `${text.slice(0, max - 3)}...` : text;
}

/** The message of `notStrictEqual` and `notDeepStrictEqual`: the one value. */
function sameMessage(actual: unknown, operator: string, mode: DiffMode): string {
  const isReference = (typeof actual === 'object' && actual !== null) || typeof actual === 'function';
  const base = EXPECTATIONS[operator === 'notStrictEqual' && isReference ? 'notStrictEqualObject' : operator];
  const lines = inspectValue(actual).split('\n');
  if (lines.length > MAX_LINES && mode !== 'full') {
    const { blue, white } = palette();
    lines.splice(46, lines.length, `${blue}...${white}`);
  }
  const [first = ''] = lines;
  if (lines.length === 1) return `${base}${first.length > 5 ? '\n\n' : ' '}${first}`;
  return `${base}\n\n${lines.join('\n')}\n`;
}

function otherMessage(actual: unknown, expected: unknown, operator: string | undefined, mode: DiffMode): string {
  const actualText = inspectValue(actual);
  const expectedText = inspectValue(expected);
  const expectation = EXPECTATIONS[operator ?? ''];
  if (operator === 'notDeepEqual' && actualText === expectedText) {
    return cut(`${expectation}\n\n${actualText}`, 1024, mode);
  }
  const shown = cut(actualText, MAX_LENGTH, mode);
  const other = cut(expectedText, MAX_LENGTH, mode);
  if (operator === 'deepEqual') return `${expectation}\n\n${shown}\n\nshould loosely deep-equal\n\n${other}`;
  const unequal = EXPECTATIONS[`${operator}Unequal`];
  if (unequal) return `${unequal}\n\n${shown}\n\nshould not loosely deep-equal\n\n${other}`;
  return `${shown} ${operator} ${other}`;
}

function makeMessage(
  { message, operator, diff = 'simple' }: AssertionErrorOptions,
  actual: unknown,
  expected: unknown,
): string {
  if (operator !== undefined && DIFF_OPERATORS.includes(operator)) {
    return diffMessage(actual, expected, operator, message == null ? undefined : String(message), diff);
  }
  if (message != null) return String(message);
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') return sameMessage(actual, operator, diff);
  return otherMessage(actual, expected, operator, diff);
}

function shorten(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const lines = value.split('\n', 11);
  if (lines.length > 10) return `${lines.slice(0, 10).join('\n')}\n...`;
  // Node leaves out the beginning.
  return value.length > MAX_LENGTH ? `${value.slice(MAX_LENGTH)}...` : value;
}

/** Captures the stack from `start` on. After an `await` there is nothing above it: then all is better than nothing. */
function captureStack(error: Error, start: (() => void) | undefined): void {
  Error.captureStackTrace(error, start);
  if (!/\n {4}at /.test(String(error.stack))) Error.captureStackTrace(error);
}

/**
 * An assertion that does not hold.
 * @see https://nodejs.org/api/assert.html#class-assertassertionerror
 */
export class AssertionError extends Error {
  declare code: string;
  declare generatedMessage: boolean;
  declare actual: unknown;
  declare expected: unknown;
  declare operator: string | undefined;
  declare diff: DiffMode;

  constructor(options: AssertionErrorOptions) {
    validateObject(options, 'options');
    let { actual, expected } = options;
    const { message, details, diff = 'simple' } = options;
    if (message == null && actual instanceof Error && expected instanceof Error) {
      actual = withoutStack(actual);
      expected = withoutStack(expected);
    }
    super(makeMessage(options, actual, expected));
    this.generatedMessage = !message;
    defineHidden(this, 'name', 'AssertionError');
    this.code = 'ERR_ASSERTION';
    if (details) {
      this.actual = undefined;
      this.expected = undefined;
      this.operator = undefined;
      details.forEach((detail, i) => {
        Object.assign(this, {
          [`message ${i}`]: detail.message,
          [`actual ${i}`]: detail.actual,
          [`expected ${i}`]: detail.expected,
          [`operator ${i}`]: detail.operator,
          [`stack trace ${i}`]: detail.stack,
        });
      });
    } else {
      this.actual = actual;
      this.expected = expected;
      this.operator = options.operator;
    }
    captureStack(this, (options.stackStartFn ?? options.stackStartFunction) as (() => void) | undefined);
    setStackHeader(this, this.toString());
    this.diff = diff;
  }

  get [kNodeErrorCode](): string {
    return 'ERR_ASSERTION';
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [inspectCustom](_depth: number, options: object): string {
    const { actual, expected } = this;
    this.actual = shorten(actual);
    this.expected = shorten(expected);
    // The message shows the values already.
    const text = inspect(this, { ...options, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}
