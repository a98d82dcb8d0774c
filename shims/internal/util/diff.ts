/**
 * The shortest edit script between two sequences, by E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986).
 */
import { validateString, validateStringArray } from '../validators.ts';

/** What is done with an item: -1 it is only in `expected`, 1 only in `actual`, 0 in both. */
export type Operation = -1 | 0 | 1;
export type Edit = [operation: Operation, value: string];

type Sequence = ArrayLike<string>;

const sameLine = (a: string, b: string): boolean => a === b || `${a},` === b || a === `${b},`;
const same = (a: string, b: string): boolean => a === b;

/** Whether the furthest path to a diagonal comes from the one above it, by an item of `expected`. */
function comesFromAbove(furthest: Int32Array, diagonal: number, edits: number, middle: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && furthest[middle + diagonal - 1]! < furthest[middle + diagonal + 1]!;
}

/**
 * The edits that make `actual` of `expected`, last one first.
 * @param actual a sequence.
 * @param expected another.
 * @param ignoreComma takes lines that differ by a comma at the end for equal.
 */
export function myersDiff(actual: Sequence, expected: Sequence, ignoreComma = false): Edit[] {
  const isSame = ignoreComma ? sameLine : same;
  const max = actual.length + expected.length;
  // How far each diagonal has been followed, for each number of edits: only the diagonals in reach are kept.
  const history: Int32Array[] = [];
  let furthest = new Int32Array(3);
  for (let edits = 0; edits <= max; edits++) {
    const middle = edits + 1;
    history.push(furthest);
    const next = new Int32Array(2 * middle + 3);
    next.set(furthest, 1);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const above = comesFromAbove(next, diagonal, edits, middle + 1);
      let x = above ? next[middle + 1 + diagonal + 1]! : next[middle + 1 + diagonal - 1]! + 1;
      while (x < actual.length && x - diagonal < expected.length && isSame(actual[x]!, expected[x - diagonal]!)) x++;
      next[middle + 1 + diagonal] = x;
      if (x >= actual.length && x - diagonal >= expected.length)
        return backtrack(history, actual, expected, ignoreComma);
    }
    furthest = next;
  }
  return [];
}

function backtrack(history: Int32Array[], actual: Sequence, expected: Sequence, ignoreComma: boolean): Edit[] {
  const result: Edit[] = [];
  let x = actual.length;
  let y = expected.length;
  for (let edits = history.length - 1; edits >= 0; edits--) {
    const furthest = history[edits]!;
    const middle = edits + 1;
    const diagonal = x - y;
    const previous = diagonal + (comesFromAbove(furthest, diagonal, edits, middle) ? 1 : -1);
    const previousX = furthest[middle + previous]!;
    const previousY = previousX - previous;
    while (x > previousX && y > previousY) {
      const value = actual[x - 1]!;
      result.push([0, ignoreComma && !value.endsWith(',') ? expected[y - 1]! : value]);
      x--;
      y--;
    }
    if (edits === 0) break;
    if (x > previousX) result.push([1, actual[--x]!]);
    else result.push([-1, expected[--y]!]);
  }
  return result;
}

function validate(value: unknown, name: string): void {
  if (Array.isArray(value)) validateStringArray(value, name);
  else validateString(value, name);
}

/**
 * The differences between two texts or lists of strings.
 * @param actual the one.
 * @param expected the other.
 * @returns pairs of operation (-1 only in `expected`, 0 in both, 1 only in `actual`) and value; none where they are the same.
 * @see https://nodejs.org/api/util.html#utildiffactual-expected
 */
export function diff(actual: string | readonly string[], expected: string | readonly string[]): Edit[] {
  if (actual === expected) return [];
  validate(actual, 'actual');
  validate(expected, 'expected');
  return myersDiff(actual, expected).reverse();
}
