/**
 * The order of strings of printable ASCII in languages that leave it as the root of CLDR has it: most comparisons need no host. What is not decided by
 * such characters alone is for the host. `test/unit/intl/ascii-order.test.ts` compares it with ICU.
 */

/** Languages whose collation has no rules for ASCII letters and punctuation. */
const LANGUAGES = new Set(['de', 'en', 'es', 'fi', 'fr', 'id', 'it', 'nl', 'pl', 'pt', 'sv']);
const PLAIN_TAG = /^[a-z]{2}(-[A-Z]{2})?$/;

/** Lower case before upper case, where nothing else differs. Source: CLDR, the root collation. */
const ORDER = ' _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz';

let ranks: Uint8Array | undefined;

/** The place of each character in the order, from 1; 0: it is not printable ASCII. A letter has one place in both cases. */
function makeRanks(): Uint8Array {
  const result = new Uint8Array(128);
  for (let i = 0; i < ORDER.length; i++) {
    result[ORDER.charCodeAt(i)] = i + 1;
    result[(ORDER[i] as string).toUpperCase().charCodeAt(0)] = i + 1;
  }
  return result;
}

/** Whether a locale has this order. */
export function hasAsciiOrder(tag: string): boolean {
  return PLAIN_TAG.test(tag) && LANGUAGES.has(tag.slice(0, 2));
}

/** Which of two strings comes first: -1, 0 or 1; undefined where it takes more to know. */
export function compareAscii(left: string, right: string): number | undefined {
  const rank = (ranks ??= makeRanks());
  const shorter = Math.min(left.length, right.length);
  let cases = 0;
  for (let i = 0; i < shorter; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    const rankA = rank[a];
    const rankB = a === b ? rankA : rank[b];
    if (!rankA || !rankB) return undefined;
    // A mark behind a letter may make it another one.
    if (rankA !== rankB) {
      if (left.charCodeAt(i + 1) > 126 || right.charCodeAt(i + 1) > 126) return undefined;
      return rankA < rankB ? -1 : 1;
    }
    if (a !== b && cases === 0) cases = a > b ? -1 : 1;
  }
  if (left.length === right.length) return cases;
  if (!rank[(left.length > shorter ? left : right).charCodeAt(shorter)]) return undefined;
  return left.length < right.length ? -1 : 1;
}
