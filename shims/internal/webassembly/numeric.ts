/**
 * The instructions that compute: for each its operands, its result, and the JavaScript for it (`a`, `b` are the operands). An i32 is a number
 * from -2³¹, an i64 a BigInt from -2⁶³, an f32 a number of single precision.
 */
import type { NumberType } from './types.ts';

/** One instruction. */
export interface Operation {
  operand: NumberType;
  /** How many operands. */
  arity: 1 | 2;
  result: NumberType;
  /** The text, in which `a` and `b` stand for the operands: they occur once each. */
  text: string;
  /** Whether it may trap: it is carried out where it stands. */
  traps: boolean;
}

/** A load or store: the method of `DataView`, and what is done to its value. */
export interface Access {
  type: NumberType;
  method: string;
  /** Bytes. */
  size: number;
  convert: (value: string) => string;
}

const operations = new Map<number, Operation>();
const S64 = (text: string) => `BigInt.asIntN(64,${text})`;
const U64 = (name: string) => `BigInt.asUintN(64,${name})`;

function define(first: number, operand: NumberType, result: NumberType, texts: readonly string[]): void {
  texts.forEach((text, index) => {
    const arity = /\bb\b/.test(text) ? 2 : 1;
    operations.set(first + index, { operand, arity, result, text, traps: text.startsWith('!') });
    if (text.startsWith('!'))
      operations.set(first + index, { operand, arity, result, text: text.slice(1), traps: true });
  });
}

const COMPARE = ['===', '!==', '<', '>', '<=', '>='];

define(0x45, 'i32', 'i32', ['(a===0|0)', '(a===b|0)', '(a!==b|0)']);
['<', '>', '<=', '>='].forEach((sign, index) => {
  define(0x48 + 2 * index, 'i32', 'i32', [`(a${sign}b|0)`, `(a>>>0${sign}b>>>0|0)`]);
  define(0x53 + 2 * index, 'i64', 'i32', [`(a${sign}b|0)`, `(${U64('a')}${sign}${U64('b')}|0)`]);
});
define(0x50, 'i64', 'i32', ['(a===0n|0)', '(a===b|0)', '(a!==b|0)']);
for (const [first, type] of [
  [0x5b, 'f32'],
  [0x61, 'f64'],
] as const) {
  define(
    first,
    type,
    'i32',
    COMPARE.map((sign) => `(a${sign}b|0)`),
  );
}
define(0x67, 'i32', 'i32', [
  'Math.clz32(a)',
  'ctz(a)',
  'popcnt(a)',
  '(a+b|0)',
  '(a-b|0)',
  'Math.imul(a,b)',
  '!div_s(a,b)',
  '!div_u(a,b)',
  '!rem_s(a,b)',
  '!rem_u(a,b)',
  '(a&b)',
  '(a|b)',
  '(a^b)',
  '(a<<b)',
  '(a>>b)',
  '(a>>>b|0)',
  'rotl(a,b)',
  'rotr(a,b)',
]);
define(0x79, 'i64', 'i64', [
  'clz64(a)',
  'ctz64(a)',
  'popcnt64(a)',
  S64('a+b'),
  S64('a-b'),
  S64('a*b'),
  '!div_s64(a,b)',
  '!div_u64(a,b)',
  '!rem_s64(a,b)',
  '!rem_u64(a,b)',
  '(a&b)',
  '(a|b)',
  '(a^b)',
  S64('a<<(b&63n)'),
  '(a>>(b&63n))',
  S64(`${U64('a')}>>(b&63n)`),
  'rotl64(a,b)',
  'rotr64(a,b)',
]);
for (const [first, type, round] of [
  [0x8b, 'f32', 'Math.fround'],
  [0x99, 'f64', ''],
] as const) {
  const arithmetic = ['a+b', 'a-b', 'a*b', 'a/b'].map((text) => `${round}(${text})`);
  const ends = ['min(a,b)', 'max(a,b)', 'copysign(a,b)'];
  const unary = ['Math.abs(a)', '(-a)', 'Math.ceil(a)', 'Math.floor(a)', 'Math.trunc(a)', 'nearest(a)'];
  define(first, type, type, [...unary, `${round}(Math.sqrt(a))`, ...arithmetic, ...ends]);
}
define(0xa7, 'i64', 'i32', ['Number(BigInt.asIntN(32,a))']);
for (const [first, type] of [
  [0xa8, 'f32'],
  [0xaa, 'f64'],
] as const) {
  define(first, type, 'i32', ['!trunc_s(a)', '!trunc_u(a)']);
  define(first + 6, type, 'i64', ['!trunc_s64(a)', '!trunc_u64(a)']);
  const saturating = 0xfc00 + first - 0xa8;
  define(saturating, type, 'i32', ['sat_s(a)', 'sat_u(a)']);
  define(saturating + 4, type, 'i64', ['sat_s64(a)', 'sat_u64(a)']);
}
define(0xac, 'i32', 'i64', ['BigInt(a)', 'BigInt(a>>>0)']);
define(0xb2, 'i32', 'f32', ['Math.fround(a)', 'Math.fround(a>>>0)']);
define(0xb4, 'i64', 'f32', ['single(a)', `single(${U64('a')})`]);
define(0xb6, 'f64', 'f32', ['Math.fround(a)']);
define(0xb7, 'i32', 'f64', ['(+a)', '(a>>>0)']);
define(0xb9, 'i64', 'f64', ['Number(a)', `Number(${U64('a')})`]);
define(0xbb, 'f32', 'f64', ['(+a)']);
define(0xbc, 'f32', 'i32', ['bits(a)']);
define(0xbd, 'f64', 'i64', ['bits64(a)']);
define(0xbe, 'i32', 'f32', ['fromBits(a)']);
define(0xbf, 'i64', 'f64', ['fromBits64(a)']);
define(0xc0, 'i32', 'i32', ['(a<<24>>24)', '(a<<16>>16)']);
define(0xc2, 'i64', 'i64', ['BigInt.asIntN(8,a)', 'BigInt.asIntN(16,a)', 'BigInt.asIntN(32,a)']);

/** By opcode; those with the prefix 0xfc from 0xfc00. */
export const OPERATIONS: ReadonlyMap<number, Operation> = operations;

const same = (value: string) => value;
const big = (value: string) => `BigInt(${value})`;
const small = (bits: number) => (value: string) => `Number(BigInt.asIntN(${bits},${value}))`;
const access = (type: NumberType, method: string, size: number, convert = same): Access => ({
  type,
  method,
  size,
  convert,
});

/** Loads, from 0x28. */
export const LOADS: readonly Access[] = [
  access('i32', 'getInt32', 4),
  access('i64', 'getBigInt64', 8),
  access('f32', 'getFloat32', 4),
  access('f64', 'getFloat64', 8),
  access('i32', 'getInt8', 1),
  access('i32', 'getUint8', 1),
  access('i32', 'getInt16', 2),
  access('i32', 'getUint16', 2),
  access('i64', 'getInt8', 1, big),
  access('i64', 'getUint8', 1, big),
  access('i64', 'getInt16', 2, big),
  access('i64', 'getUint16', 2, big),
  access('i64', 'getInt32', 4, big),
  access('i64', 'getUint32', 4, big),
];

/** Stores, from 0x36. */
export const STORES: readonly Access[] = [
  access('i32', 'setInt32', 4),
  access('i64', 'setBigInt64', 8),
  access('f32', 'setFloat32', 4),
  access('f64', 'setFloat64', 8),
  access('i32', 'setInt8', 1),
  access('i32', 'setInt16', 2),
  access('i64', 'setInt8', 1, small(8)),
  access('i64', 'setInt16', 2, small(16)),
  access('i64', 'setInt32', 4, small(32)),
];
