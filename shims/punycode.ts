/**
 * `node:punycode` (deprecated).
 *
 * https://nodejs.org/api/punycode.html and RFC 3492
 */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;
const MAX_INT = 0x7fffffff;

const MESSAGES = {
  overflow: 'Overflow: input needs wider integers to process',
  'not-basic': 'Illegal input >= 0x80 (not a basic code point)',
  'invalid-input': 'Invalid input',
};

function fail(kind: keyof typeof MESSAGES): never {
  throw new RangeError(MESSAGES[kind]);
}

/** The code points of a string; a lone surrogate is one. */
function ucs2decode(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) as number);
}

/** The string of code points. */
function ucs2encode(points: number[]): string {
  return String.fromCodePoint(...points);
}

function digitOf(code: number): number {
  if (code >= 48 && code < 58) return 26 + (code - 48);
  if (code >= 65 && code < 91) return code - 65;
  if (code >= 97 && code < 123) return code - 97;
  return BASE;
}

/** Lower-case letters, then digits. */
function characterOf(digit: number): string {
  return String.fromCharCode(digit < 26 ? digit + 97 : digit + 22);
}

/** RFC 3492, 6.1. */
function adapt(delta: number, count: number, first: boolean): number {
  let value = first ? Math.floor(delta / DAMP) : delta >> 1;
  value += Math.floor(value / count);
  let k = 0;
  for (; value > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) value = Math.floor(value / (BASE - T_MIN));
  return Math.floor(k + ((BASE - T_MIN + 1) * value) / (value + SKEW));
}

function threshold(k: number, bias: number): number {
  return k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
}

/** A Punycode string as Unicode. RFC 3492, 6.2. @throws RangeError */
export function decode(input: string): string {
  const output: number[] = [];
  const basic = Math.max(input.lastIndexOf('-'), 0);
  for (let i = 0; i < basic; i++) {
    if (input.charCodeAt(i) >= 0x80) fail('not-basic');
    output.push(input.charCodeAt(i));
  }
  let n = INITIAL_N;
  let bias = INITIAL_BIAS;
  let i = 0;
  for (let index = basic > 0 ? basic + 1 : 0; index < input.length; ) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      if (index >= input.length) fail('invalid-input');
      const digit = digitOf(input.charCodeAt(index++));
      if (digit >= BASE) fail('invalid-input');
      if (digit > Math.floor((MAX_INT - i) / weight)) fail('overflow');
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      if (weight > Math.floor(MAX_INT / (BASE - t))) fail('overflow');
      weight *= BASE - t;
    }
    const length = output.length + 1;
    bias = adapt(i - before, length, before === 0);
    if (Math.floor(i / length) > MAX_INT - n) fail('overflow');
    n += Math.floor(i / length);
    i %= length;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

/** A Unicode string as Punycode. RFC 3492, 6.3. @throws RangeError */
export function encode(input: string): string {
  const points = ucs2decode(input);
  let output = points
    .filter((point) => point < 0x80)
    .map((point) => String.fromCharCode(point))
    .join('');
  const basic = output.length;
  let handled = basic;
  if (basic > 0) output += '-';
  let n = INITIAL_N;
  let delta = 0;
  let bias = INITIAL_BIAS;
  while (handled < points.length) {
    let next = MAX_INT;
    for (const point of points) if (point >= n && point < next) next = point;
    if (next - n > Math.floor((MAX_INT - delta) / (handled + 1))) fail('overflow');
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n && ++delta > MAX_INT) fail('overflow');
      if (point !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        output += characterOf(t + ((q - t) % (BASE - t)));
        q = Math.floor((q - t) / (BASE - t));
      }
      output += characterOf(q);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output;
}

/** Calls `convert` on each label of a domain (or of the domain of an address). */
function mapDomain(input: string, convert: (label: string) => string): string {
  const parts = input.split('@');
  const user = parts.length > 1 ? `${parts[0]}@` : '';
  const domain = (parts.length > 1 ? (parts[1] as string) : input).replace(/[\x2E\u3002\uFF0E\uFF61]/g, '.');
  return user + domain.split('.').map(convert).join('.');
}

/** The labels of a domain that are Punycode, as Unicode. */
export function toUnicode(input: string): string {
  return mapDomain(input, (label) => (label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label));
}

/** The labels of a domain that are not ASCII, as Punycode. */
export function toASCII(input: string): string {
  return mapDomain(input, (label) => (/[^\0-\x7F]/.test(label) ? `xn--${encode(label)}` : label));
}

export const version = '2.1.0';
export const ucs2 = { decode: ucs2decode, encode: ucs2encode };
export default { version, ucs2, decode, encode, toASCII, toUnicode };
