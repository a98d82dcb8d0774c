/** What translated code calls for instructions that JavaScript has no operator for. https://webassembly.github.io/spec/core/exec/numerics.html */
import { trap } from './errors.ts';

const scratch = /* @__PURE__ */ new DataView(new ArrayBuffer(8));
const ZERO = 'divide by zero';
const UNREPRESENTABLE = 'float unrepresentable in integer range';
const MIN_64 = -(2n ** 63n);
const MAX_64 = 2n ** 63n - 1n;
const MAX_U64 = 2n ** 64n - 1n;
const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);
const signed = (value: bigint): bigint => BigInt.asIntN(64, value);

/** The whole part of a float, if it is in a range. @throws RuntimeError */
function whole(value: number, below: number, above: number): number {
  if (Number.isNaN(value) || value <= below || value >= above) trap(UNREPRESENTABLE);
  return Math.trunc(value);
}

/** The whole part of a float, or the nearest bound. */
function clamped(value: number, minimum: number, maximum: number): number {
  return Number.isNaN(value) ? 0 : Math.min(Math.max(Math.trunc(value), minimum), maximum);
}

function clampedBig(value: number, minimum: bigint, maximum: bigint): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value <= Number(minimum)) return minimum;
  return value >= Number(maximum) ? maximum : BigInt(Math.trunc(value));
}

function whole64(value: number, below: number, above: number): bigint {
  return signed(BigInt(whole(value, below, above)));
}

/** See the file's head; the names are those that `numeric.ts` uses. */
export const helpers = {
  trap,
  ctz: (a: number) => (a === 0 ? 32 : 31 - Math.clz32(a & -a)),
  popcnt(a: number) {
    let count = 0;
    for (let rest = a; rest !== 0; rest &= rest - 1) count++;
    return count;
  },
  div_s(a: number, b: number) {
    if (b === 0) trap(ZERO);
    if (a === -0x8000_0000 && b === -1) trap('divide result unrepresentable');
    return (a / b) | 0;
  },
  div_u: (a: number, b: number) => (b === 0 ? trap(ZERO) : ((a >>> 0) / (b >>> 0)) | 0),
  rem_s: (a: number, b: number) => (b === 0 ? trap('remainder by zero') : (a % b) | 0),
  rem_u: (a: number, b: number) => (b === 0 ? trap('remainder by zero') : ((a >>> 0) % (b >>> 0)) | 0),
  rotl: (a: number, b: number) => (a << b) | (a >>> -b),
  rotr: (a: number, b: number) => (a >>> b) | (a << -b),
  clz64(a: bigint) {
    const high = Number(unsigned(a) >> 32n);
    return BigInt(high === 0 ? 32 + Math.clz32(Number(a & 0xffff_ffffn)) : Math.clz32(high));
  },
  ctz64(a: bigint) {
    const low = Number(BigInt.asIntN(32, a));
    return BigInt(low === 0 ? 32 + helpers.ctz(Number(a >> 32n)) : helpers.ctz(low));
  },
  popcnt64: (a: bigint) =>
    BigInt(helpers.popcnt(Number(BigInt.asIntN(32, a))) + helpers.popcnt(Number(BigInt.asIntN(32, a >> 32n)))),
  div_s64(a: bigint, b: bigint) {
    if (b === 0n) trap(ZERO);
    if (a === MIN_64 && b === -1n) trap('divide result unrepresentable');
    return a / b;
  },
  div_u64: (a: bigint, b: bigint) => (b === 0n ? trap(ZERO) : signed(unsigned(a) / unsigned(b))),
  rem_s64: (a: bigint, b: bigint) => (b === 0n ? trap('remainder by zero') : a % b),
  rem_u64: (a: bigint, b: bigint) => (b === 0n ? trap('remainder by zero') : signed(unsigned(a) % unsigned(b))),
  rotl64(a: bigint, b: bigint) {
    const count = b & 63n;
    return signed((a << count) | (unsigned(a) >> (64n - count)));
  },
  rotr64(a: bigint, b: bigint) {
    const count = b & 63n;
    return signed((unsigned(a) >> count) | (a << (64n - count)));
  },
  nearest(a: number) {
    if (!Number.isFinite(a) || a === 0) return a;
    const floor = Math.floor(a);
    const rest = a - floor;
    const even = rest === 0.5 ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(a);
    // What is rounded to zero keeps its sign.
    return even === 0 && a < 0 ? -0 : even;
  },
  min: Math.min,
  max: Math.max,
  copysign: (a: number, b: number) => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a)),
  trunc_s: (a: number) => whole(a, -0x8000_0001, 0x8000_0000) | 0,
  trunc_u: (a: number) => whole(a, -1, 0x1_0000_0000) | 0,
  trunc_s64: (a: number) => (a === -(2 ** 63) ? MIN_64 : whole64(a, -(2 ** 63), 2 ** 63)),
  trunc_u64: (a: number) => whole64(a, -1, 2 ** 64),
  sat_s: (a: number) => clamped(a, -0x8000_0000, 0x7fff_ffff) | 0,
  sat_u: (a: number) => clamped(a, 0, 0xffff_ffff) | 0,
  sat_s64: (a: number) => clampedBig(a, MIN_64, MAX_64),
  sat_u64: (a: number) => signed(clampedBig(a, 0n, MAX_U64)),
  /** The nearest number of single precision: not by way of double, which would round twice. */
  single(a: bigint) {
    const size = a < 0n ? -a : a;
    const bits = size.toString(2).length;
    if (bits <= 53) return Math.fround(Number(a));
    // The lowest bit that is kept says whether something was below it.
    const cut = BigInt(bits - 40);
    const kept = (size >> cut) | (size & ((1n << cut) - 1n) ? 1n : 0n);
    const result = Math.fround(Number(kept) * 2 ** Number(cut));
    return a < 0n ? -result : result;
  },
  bits(a: number) {
    scratch.setFloat32(0, a);
    return scratch.getInt32(0);
  },
  bits64(a: number) {
    scratch.setFloat64(0, a);
    return scratch.getBigInt64(0);
  },
  fromBits(a: number) {
    scratch.setInt32(0, a);
    return scratch.getFloat32(0);
  },
  fromBits64(a: bigint) {
    scratch.setBigInt64(0, a);
    return scratch.getFloat64(0);
  },
};
