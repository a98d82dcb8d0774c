/** The messages of comparisons that failed: the two values as text, with the lines in which they differ marked. */
import { shouldColorize } from '../util/colors.ts';
import { type Edit, myersDiff } from '../util/diff.ts';
import { inspect } from '../util/inspect.ts';

/** How much of long values is shown. */
export type DiffMode = 'simple' | 'full';

interface Palette {
  blue: string;
  gray: string;
  green: string;
  red: string;
  /** Ends a colour. */
  white: string;
  hasColors: boolean;
}

/** The colours of standard error, asked for anew for each message. */
export function palette(): Palette {
  return shouldColorize('stderr')
    ? {
        blue: '\u001b[34m',
        gray: '\u001b[90m',
        green: '\u001b[32m',
        red: '\u001b[31m',
        white: '\u001b[39m',
        hasColors: true,
      }
    : { blue: '', gray: '', green: '', red: '', white: '', hasColors: false };
}

/** What each operator expects, in words. */
export const EXPECTATIONS: Record<string, string | undefined> = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

/**
 * A value as text in full, one property a line, whatever the program has made of the defaults.
 * @param value any value.
 */
export function inspectValue(value: unknown): string {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Number.POSITIVE_INFINITY,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Equal lines beyond so many are left out. */
const CONTEXT_LINES = 5;
const MAX_IDENTICAL_LINES = 50;
const MAX_SHORT_LENGTH = 12;

interface Part {
  message: string;
  header?: string;
  skipped?: boolean;
}

/** The lines of a run of equal ones that are shown: the first few and the last, and what stands for those between. */
function collapse(run: readonly string[], colors: Palette, isLast: boolean): { lines: string[]; skipped: boolean } {
  const line = (text: string): string => `${colors.white}  ${text}`;
  const head = run.slice(0, CONTEXT_LINES).map(line);
  const rest = run.slice(CONTEXT_LINES);
  if (rest.length === 0 || isLast) return { lines: head, skipped: false };
  if (rest.length <= 2) return { lines: [...head, ...rest.map(line)], skipped: false };
  return { lines: [...head, `${colors.blue}...${colors.white}`, line(rest[rest.length - 1]!)], skipped: true };
}

/** The edits as lines marked `+` and `-`. */
function printEdits(edits: readonly Edit[], operator: string, colors: Palette): Part {
  const lines: string[] = [];
  let run: string[] = [];
  let skipped = false;
  const flush = (isLast: boolean): void => {
    const shown = collapse(run, colors, isLast);
    lines.push(...shown.lines);
    skipped ||= shown.skipped;
    run = [];
  };
  for (const [operation, value] of edits) {
    if (operation === 0) {
      run.push(value);
      continue;
    }
    flush(false);
    if (operation === -1) lines.push(`${colors.red}-${colors.white} ${value}`);
    else if (operator === 'partialDeepStrictEqual') {
      // What is there besides is no fault.
      lines.push(`${colors.gray}${colors.hasColors ? ' ' : '+'} ${value}${colors.white}`);
    } else lines.push(`${colors.green}+${colors.white} ${value}`);
  }
  flush(true);
  return { message: `\n${lines.join('\n').trimEnd()}`, skipped };
}

/** Two strings in one line, coloured by character. */
function colouredStrings(actual: string, expected: string, colors: Palette): Part {
  const edits = myersDiff(actual.split(''), expected.split('')).reverse();
  const color = { '1': colors.green, '-1': colors.red, '0': colors.white };
  const text = edits.map(([operation, value]) => `${color[operation]}${value}${colors.white}`).join('');
  return {
    message: `\n${text}`,
    header: `${colors.green}actual${colors.white} ${colors.red}expected${colors.white}`,
  };
}

/** One value below the other, with a mark below the first difference of short strings. */
function stackedValues(actual: string, expected: string, areStrings: boolean, colors: Palette): Part {
  let message = `\n${colors.green}+${colors.white} ${actual}\n${colors.red}- ${colors.white}${expected}`;
  if (areStrings && actual.length + expected.length <= 80) {
    let index = 0;
    while (index < actual.length && actual[index] === expected[index]) index++;
    // At the first two characters, anyone sees it.
    if (index >= 3 && index < actual.length) message += `\n${' '.repeat(index + 2)}^`;
  }
  return { message };
}

function simpleDiff(
  actual: unknown,
  actualText: string,
  expected: unknown,
  expectedText: string,
  colors: Palette,
): Part {
  const quotes = (value: unknown): number => (typeof value === 'string' ? 2 : 0);
  const length = actualText.length + expectedText.length - quotes(actual) - quotes(expected);
  if (length <= MAX_SHORT_LENGTH && (actual !== 0 || expected !== 0)) {
    return { message: `${actualText} !== ${expectedText}`, header: '' };
  }
  const areStrings = typeof actual === 'string' && typeof expected === 'string';
  return areStrings && colors.hasColors
    ? colouredStrings(actualText, expectedText, colors)
    : stackedValues(actualText, expectedText, areStrings, colors);
}

function describe(
  actual: unknown,
  expected: unknown,
  operator: string,
  mode: DiffMode,
  colors: Palette,
): Part & { same?: boolean } {
  const actualText = inspectValue(actual);
  const expectedText = inspectValue(expected);
  const actualLines = actualText.split('\n');
  const expectedLines = expectedText.split('\n');
  const isSimple = actualLines.length === 1 && expectedLines.length === 1 && !(isObject(actual) && isObject(expected));
  if (isSimple) return simpleDiff(actual, actualText, expected, expectedText, colors);
  if (actualText === expectedText) {
    const isLong = actualLines.length > MAX_IDENTICAL_LINES && mode !== 'full';
    const message = isLong ? `${actualLines.slice(0, MAX_IDENTICAL_LINES).join('\n')}\n...}` : actualText;
    return { message, header: '', skipped: isLong, same: true };
  }
  const edits = myersDiff(actualLines, expectedLines, isObject(actual)).reverse();
  const part = printEdits(edits, operator, colors);
  if (operator === 'partialDeepStrictEqual') {
    const mark = colors.hasColors ? '' : '+ ';
    part.header = `${colors.gray}${mark}actual${colors.white} ${colors.red}- expected${colors.white}`;
  }
  return part;
}

/**
 * The message of a comparison that failed.
 * @param actual the value.
 * @param expected what it should be.
 * @param operator the name of the assertion.
 * @param custom the caller's message, in the place of the first line.
 * @param mode how much is shown.
 */
export function diffMessage(
  actual: unknown,
  expected: unknown,
  operator: string,
  custom: string | undefined,
  mode: DiffMode,
): string {
  const colors = palette();
  const areFunctions = typeof actual === 'function' && typeof expected === 'function';
  const isReference = operator === 'strictEqual' && ((isObject(actual) && isObject(expected)) || areFunctions);
  const part = describe(actual, expected, operator, mode, colors);
  const expectation = part.same ? 'notIdentical' : isReference ? 'strictEqualObject' : operator;
  const header = part.header ?? `${colors.green}+ actual${colors.white} ${colors.red}- expected${colors.white}`;
  const skipped = part.skipped ? '\n... Skipped lines' : '';
  return `${custom || EXPECTATIONS[expectation]}\n${header}${skipped}\n${part.message}\n`;
}
