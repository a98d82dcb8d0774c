/** Pseudo-random values as the engine's glue could pass them: in range for their WIT type, and otherwise anything. */

import { camel, type WitInterface, type WitType } from '../../../contract/wit/types.ts';

/** A generator that gives the same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NUMBERS = [0, 1, 2, 3, 16, 255, 65_535, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, -1, -(2 ** 31)];
const FLOATS = [0, -0, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, 2 ** 53];
const BIGS = [0n, 1n, 2n ** 31n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];
const TEXTS = [
  '',
  '\0',
  'a\0b',
  '/',
  '.',
  '..',
  '../../../../etc/passwd',
  '/proc/self/environ',
  '/proc/self/fd/0',
  '/dev/tty',
  'http://127.0.0.1:1/',
  'http://[::ffff:127.0.0.1%25lo]:1/',
  'GET',
  'CON\r\nNECT',
  'SIGKILL',
  'SIGTERM',
  'true',
  'cat',
  'a',
  'b',
  'sha512',
  'rsa',
  '__proto__',
  'constructor',
  '\ufffd\u202e\u0000',
  '😀'.repeat(1000),
  'x'.repeat(1 << 20),
  '*'.repeat(5000),
  '('.repeat(5000),
  'en-US-u-ca-x',
  'sha256',
  'aes-256-gcm',
  'gzip',
  'localhost',
  '127.0.0.1',
  '::1%lo',
];

/** Where values come from: a seed, and the handles that calls have given, or that the host never gave. */
export class HostileValues {
  readonly random: () => number;
  readonly #handles: readonly unknown[];

  constructor(seed: number, handles: readonly unknown[]) {
    this.random = randomOf(seed);
    this.#handles = handles;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)] as T;
  }

  /** A value of a type, as the engine's glue would pass it. */
  of(type: WitType, home: WitInterface, depth = 0): unknown {
    const inner = (index: number) => this.of(type.of[index] as WitType, home, depth + 1);
    switch (type.name) {
      case 'bool':
        return this.random() < 0.5;
      case 'string':
        return this.pick(TEXTS);
      case 'char':
        return this.pick(['a', '\0', '😀']);
      case 'u8':
        return this.pick(NUMBERS) & 0xff;
      case 'u16':
        return this.pick(NUMBERS) & 0xffff;
      case 'u32':
        return this.pick(NUMBERS) >>> 0;
      case 's32':
        return this.pick(NUMBERS) | 0;
      case 'u64':
        return this.pick(BIGS);
      case 's64':
        return BigInt.asIntN(64, this.pick(BIGS));
      case 'f32':
      case 'f64':
        return this.pick(FLOATS);
      case 'option':
        return this.random() < 0.5 ? undefined : inner(0);
      case 'borrow':
      case 'own':
        return inner(0);
      case 'tuple':
        return type.of.map((_, index) => inner(index));
      case 'list': {
        const [item] = type.of as [WitType];
        const length = this.pick(depth > 1 ? [0, 1, 2] : [0, 1, 3, 500]);
        if (item.name === 'u8') return new Uint8Array(this.pick([0, 1, 16, 32, 70_000])).fill(this.random() * 256);
        if (item.name === 'u32') return new Uint32Array(length).fill(this.pick(NUMBERS));
        if (item.name === 'u64') return new BigUint64Array(length).fill(this.pick(BIGS));
        if (item.name === 'f64') return new Float64Array(length).fill(this.pick(FLOATS));
        return Array.from({ length }, () => inner(0));
      }
    }
    const { definition, name, home: there } = home.find(type.name);
    switch (definition.kind) {
      case 'alias':
        return this.of(definition.type, there, depth);
      case 'enum':
        return this.pick(definition.names);
      case 'flags':
        return Object.fromEntries(definition.names.map((flag) => [camel(flag), this.random() < 0.5]));
      case 'record':
        return Object.fromEntries(
          definition.members.map(([label, member]) => [camel(label), this.of(member as WitType, there, depth + 1)]),
        );
      case 'variant': {
        const [tag, val] = this.pick(definition.members);
        return val === undefined ? { tag } : { tag, val: this.of(val, there, depth + 1) };
      }
      case 'resource':
        return this.#handle(name);
    }
  }

  /** The glue only lets handles of the right resource through; some were dropped, and some belong to nobody. */
  #handle(name: string): unknown {
    const class_ = camel(`-${name}`);
    const fitting = this.#handles.filter((handle) => (handle as object).constructor.name === class_);
    return fitting.length === 0 ? { [Symbol.dispose]() {} } : this.pick(fitting);
  }
}
