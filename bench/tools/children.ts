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

/** Runs so many children at once that write so many bytes each; an event or a byte that is missing is an error. */
export async function readMany({ children, bytes }: { children: number; bytes: number }): Promise<void> {
  await Promise.all(Array.from({ length: children }, () => readWhole(bytes)));
}

function readWhole(bytes: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('head', ['-c', String(bytes), '/dev/zero'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const events: string[] = [];
    let total = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      total += chunk.length;
    });
    child.stdout.on('end', () => events.push('end'));
    for (const name of ['spawn', 'exit']) child.on(name, () => events.push(name));
    child.on('error', reject);
    child.on('close', (code) => {
      const seen = events.toSorted().join();
      if (total === bytes && code === 0 && seen === 'end,exit,spawn') resolve();
      else reject(new Error(`${total} of ${bytes} bytes, status ${code}, events ${seen}`));
    });
  });
}

/** Does nothing: the price of a call. */
export function nothing(): null {
  return null;
}

/** Writes so many bytes into a child's standard input, a chunk when the one before was taken. @returns milliseconds */
export function write({ bytes }: { bytes: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn('wc', ['-c'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const chunk = Buffer.alloc(65_536, 97);
    let left = bytes;
    let output = '';
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject);
    child.stdin.on('error', reject);
    child.on('close', () => {
      if (Number(output) === bytes) resolve(performance.now() - started);
      else reject(new Error(`${output.trim()} of ${bytes} bytes`));
    });
    const more = () => {
      while (left > 0) {
        const next = left < chunk.length ? chunk.subarray(0, left) : chunk;
        left -= next.length;
        if (!child.stdin.write(next)) {
          child.stdin.once('drain', more);
          return;
        }
      }
      child.stdin.end();
    };
    more();
  });
}
