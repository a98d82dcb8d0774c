/** What the benchmark calls in the guest: the same code runs natively. */
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs `true` so many times. @returns milliseconds of each */
export async function latency({ count }: { count: number }): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const started = performance.now();
    await run('true');
    times.push(performance.now() - started);
  }
  return times;
}

/** Reads so many bytes of a child's standard output. @returns milliseconds */
export function read({ bytes }: { bytes: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn('head', ['-c', String(bytes), '/dev/zero'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let total = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      total += chunk.length;
    });
    child.on('error', reject);
    child.on('close', () => {
      if (total === bytes) resolve(performance.now() - started);
      else reject(new Error(`${total} of ${bytes} bytes`));
    });
  });
}

/** Does nothing: the price of a call. */
export function nothing(): null {
  return null;
}
