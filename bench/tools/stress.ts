/** Guests for the soak and the chaos: healthy ones, and one for each way to misbehave. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';

/** Works a little, waits a little, starts a child now and then. @returns a hash that the caller can compare */
export async function healthy(number: number): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, number % 5));
  if (number % 20 === 0) await promisify(execFile)('true');
  return createHash('sha256').update(String(number)).digest('hex');
}

/** The cheapest call that goes all the way. */
export const echo = (number: number): number => number;

/** Never gives the thread back. */
export function spin(): never {
  for (;;);
}

/** Recurses until the engine's stack is used up. */
export function trap(): number {
  return 1 + trap();
}

/** Takes memory without end. */
export function allocate(): never {
  const kept: Uint8Array[] = [];
  for (;;) kept.push(new Uint8Array(1 << 20).fill(1));
}

/** Writes without end. */
export async function flood(): Promise<never> {
  const chunk = 'x'.repeat(65_536);
  for (;;) {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  }
}

/** Waits for what never comes, with a timer that keeps it alive. */
export function wait(): Promise<never> {
  return new Promise(() => {
    setInterval(() => {}, 1000);
  });
}

/** One instance, so many turns. @returns how many there were */
export function turns(count: number): Promise<number> {
  return new Promise((resolve) => {
    let done = 0;
    const next = () => {
      if (++done === count) resolve(done);
      else setImmediate(next);
    };
    setImmediate(next);
  });
}
