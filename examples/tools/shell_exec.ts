import { spawn } from 'node:child_process';
import { z } from 'zod';

const input = z.object({
  command: z.string().min(1).describe('The command line, for /bin/sh'),
  cwd: z.string().optional().describe('Working directory'),
  env: z.record(z.string(), z.string()).optional().describe('Environment variables to add'),
  stdin: z.string().optional().describe('Text for standard input'),
  timeout_ms: z.number().int().positive().max(600_000).default(30_000).describe('Time limit in milliseconds'),
  max_output_bytes: z.number().int().positive().default(1_048_576).describe('Most bytes kept of each stream'),
  encoding: z.enum(['utf8', 'base64']).default('utf8').describe('How the output is returned'),
});

/** Keeps the first `limit` bytes of a stream and counts the rest. */
class Capture {
  private chunks: Buffer[] = [];
  private kept = 0;
  total = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(chunk: Buffer): void {
    this.total += chunk.length;
    const room = this.limit - this.kept;
    if (room <= 0) return;
    const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.chunks.push(part);
    this.kept += part.length;
  }

  get truncated(): boolean {
    return this.total > this.kept;
  }

  toString(encoding: BufferEncoding): string {
    return Buffer.concat(this.chunks).toString(encoding);
  }
}

export interface ShellResult {
  stdout: string;
  stderr: string;
  exit_code: number | null;
  signal: string | null;
  timed_out: boolean;
  truncated: boolean;
}

function run(options: z.infer<typeof input>): Promise<ShellResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.command, {
      shell: true,
      cwd: options.cwd,
      env: options.env ? { ...process.env, ...options.env } : process.env,
    });
    const stdout = new Capture(options.max_output_bytes);
    const stderr = new Capture(options.max_output_bytes);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeout_ms);
    child.stdout.on('data', (chunk: Buffer) => stdout.add(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk));
    child.stdin.on('error', (error: NodeJS.ErrnoException) => {
      // A command that does not read its input closes the pipe: that is no failure.
      if (error.code !== 'EPIPE') reject(error);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({
        stdout: stdout.toString(options.encoding),
        stderr: stderr.toString(options.encoding),
        exit_code: code,
        signal,
        timed_out: timedOut,
        truncated: stdout.truncated || stderr.truncated,
      });
    });
    child.stdin.end(options.stdin ?? '');
  });
}

export default {
  name: 'shell_exec',
  description: 'Runs a shell command and returns its output and exit code.',
  input_schema: z.toJSONSchema(input),
  handler: async (value: unknown): Promise<ShellResult> => run(input.parse(value)),
};
