import type { Limits } from './types.ts';

function numberOf(what: string, name: string, value: unknown, most: number): number {
  const number = Number(value);
  if (!Number.isFinite(number)) throw new TypeError(`WebAssembly.${what}(): Property '${name}': value is not a number`);
  const whole = Math.trunc(number);
  if (whole < 0 || whole > most) {
    throw new TypeError(`WebAssembly.${what}(): Property '${name}': value ${number} is out of range`);
  }
  return whole;
}

/** The limits that a program gives. @throws TypeError, RangeError */
export function limitsOf(what: string, descriptor: unknown, most = 0xffff_ffff): Limits {
  if (typeof descriptor !== 'object' || descriptor === null) {
    throw new TypeError(`WebAssembly.${what}(): Argument 0 must be a ${what.toLowerCase()} descriptor`);
  }
  const { initial, maximum } = descriptor as { initial?: unknown; maximum?: unknown };
  if (initial === undefined) throw new TypeError(`WebAssembly.${what}(): Property 'initial' is required`);
  const minimum = numberOf(what, 'initial', initial, most);
  if (maximum === undefined) return { minimum, maximum: undefined };
  const upper = numberOf(what, 'maximum', maximum, what === 'Memory' ? most : 0xffff_ffff);
  if (upper < minimum) {
    throw new RangeError(`WebAssembly.${what}(): Property 'maximum': value ${upper} is below the lower bound`);
  }
  return { minimum, maximum: upper };
}
