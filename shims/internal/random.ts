/**
 * `Math.random` from a seed of the host's: the engine's own generator has its state in the snapshot, so that every
 * instance of a component would draw the same numbers. xoshiro128** (Blackman and Vigna), 32 bits at a time.
 */
import { instanceInfo } from './instance.ts';

let a = 0;
let b = 0;
let c = 0;
let d = 0;
let seeded = false;

/** splitmix32, to spread the seed over the state. */
function mix(seed: number): () => number {
  return () => {
    seed = (seed + 0x9e3779b9) | 0;
    let t = seed ^ (seed >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  };
}

function seedState(): void {
  const { seed } = instanceInfo();
  const low = mix(seed >>> 0);
  const high = mix(Math.floor(seed / 4294967296));
  a = low();
  b = low();
  c = high();
  d = high() | 1;
  seeded = true;
}

function next(): number {
  const product = Math.imul(b, 5);
  const result = Math.imul((product << 7) | (product >>> 25), 9);
  const t = b << 9;
  c ^= a;
  d ^= b;
  b ^= c;
  a ^= d;
  c ^= t;
  d = (d << 11) | (d >>> 21);
  return result >>> 0;
}

/** A number from 0 up to and without 1, with 53 bits of chance. */
export function random(): number {
  if (!seeded) seedState();
  return ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

/** Puts `random` in the engine's place. */
export function installRandom(): void {
  Math.random = random;
}
