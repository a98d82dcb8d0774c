/** The order of ASCII that the guest knows by itself, against ICU's. */
import { expect, test } from 'vitest';
import { compareAscii, hasAsciiOrder } from '../../../shims/internal/intl/ascii-order.ts';

const LOCALES = [
  'de',
  'en',
  'en-US',
  'en-GB',
  'es',
  'es-MX',
  'fi',
  'fr',
  'fr-CA',
  'id',
  'it',
  'nl',
  'pl',
  'pt-BR',
  'sv',
];
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const OTHERS = ['\u0301', '\u030a', '\u0308', 'ä', 'é', 'ß', '中', '\t', '\0', '\u200d', '\u007f', '\ufb03', '😀'];

/** A generator of its own: the same pairs in every run. */
function* numbers(): Generator<number, never> {
  for (let state = 1; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

test.each(LOCALES)('%s has the order of ICU', (locale) => {
  expect(hasAsciiOrder(locale)).toBe(true);
  const { compare } = new Intl.Collator(locale);
  const random = numbers();
  const below = (limit: number) => Math.floor(random.next().value * limit);
  const pick = (from: readonly string[]) => from[below(from.length)] as string;
  const word = (letters: readonly string[]) =>
    Array.from({ length: below(6) }, () => pick(below(20) === 0 ? OTHERS : letters)).join('');
  let decided = 0;
  for (let i = 0; i < 20_000; i++) {
    const start = below(90);
    const letters = i % 2 === 0 ? ASCII : ASCII.slice(start, start + 4);
    const left = word(letters);
    const right = i % 3 === 0 ? left.slice(0, 3).toUpperCase() + word(letters) : word(letters);
    const order = compareAscii(left, right);
    if (order === undefined) continue;
    decided++;
    if (order !== compare(left, right)) expect.fail(`${JSON.stringify([left, right])}: ${order}`);
  }
  expect(decided).toBeGreaterThan(10_000);
});

test.each(['da', 'no', 'cs', 'lt', 'tr', 'hu', 'th', 'de-u-co-phonebk', 'en-u-kn', 'EN', 'x', ''])(
  '%j is left to the host',
  (tag) => {
    expect(hasAsciiOrder(tag)).toBe(false);
  },
);
