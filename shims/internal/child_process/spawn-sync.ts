/**
 * `spawnSync`, `execFileSync` and `execSync`: children that the guest waits for.
 *
 * https://nodejs.org/api/child_process.html#synchronous-process-creation
 */
import { spawnSync as hostSpawnSync } from 'zora:node/child-process@0.1.0';
import process from '../../process.ts';
import { Buffer } from '../buffer/buffer.ts';
import { ERR_INVALID_ARG_TYPE, errnoException, genericNodeError, type SystemException } from '../errors.ts';
import { callHost, toNodeError } from '../wit-error.ts';
import {
  type NormalizedOptions,
  normalizeExecArguments,
  normalizeExecFileArguments,
  normalizeSpawnArguments,
  type UserOptions,
} from './arguments.ts';
import { MAX_BUFFER } from './exec.ts';
import { denyCredentials, toWit } from './host-process.ts';
import { getValidStdio, toWitStdio } from './stdio.ts';
import { normalizeKillSignal, validateMaxBuffer, validateTimeout } from './validation.ts';

/** What `spawnSync` returns. */
export interface SpawnSyncResult {
  error?: Error;
  status: number | null;
  signal: string | null;
  output: (string | Buffer | null)[] | null;
  pid: number;
  stdout: string | Buffer | null;
  stderr: string | Buffer | null;
}

/**
 * Runs a command to its end.
 *
 * @param file the command
 * @param args its arguments
 * @param options those of `spawn`, and `input`, `encoding`, `maxBuffer` (bytes of each stream)
 * @returns the outcome; `error` is there when it did not start, was too slow or wrote too much
 * @throws ERR_INVALID_ARG_TYPE and the like; ERR_ACCESS_DENIED where the token does not allow the command
 */
export function spawnSync(file: unknown, args?: unknown, options?: unknown): SpawnSyncResult {
  const normalized = normalizeSpawnArguments(file, args, options);
  const given = { __proto__: null, maxBuffer: MAX_BUFFER, ...normalized } as unknown as NormalizedOptions;
  const { timeout, maxBuffer, encoding } = given;
  validateTimeout(timeout);
  validateMaxBuffer(maxBuffer);
  const killSignal = normalizeKillSignal(given['killSignal']);
  const { stdio } = getValidStdio(given['stdio'] || 'pipe', true);
  const input = given['input'] ? toBytes(given['input'], encoding) : EMPTY;
  denyCredentials(given);

  const { shell } = given;
  const { command, spawnOptions } = toWit({
    file: given.file,
    args: given.args,
    line: shell ? { text: given.args[2] as string, shell: typeof shell === 'string' ? shell : undefined } : undefined,
    cwd: given.cwd,
    envPairs: given.envPairs,
    stdio: toWitStdio(stdio, `spawnSync ${given.file}`),
    detached: given.detached,
    timeout: (timeout as number | null | undefined) ?? 0,
    killSignal: killSignal ?? 'SIGTERM',
  });
  const limit = maxBuffer === null || (maxBuffer as number) > 0xffffffff ? null : Math.floor(maxBuffer as number);
  const result = callHost(() => hostSpawnSync(command, spawnOptions, input, limit), 'spawnSync');

  const failed = result.error ? syncError(result.error, given) : undefined;
  const started = result.pid !== 0;
  const output = started ? result.output.map((bytes, index) => decode(index === 0 ? null : bytes, encoding)) : null;
  return {
    ...(failed === undefined ? {} : { error: failed }),
    status: result.status.code ?? null,
    signal: result.status.signal ?? null,
    output,
    pid: result.pid,
    stdout: output?.[1] ?? null,
    stderr: output?.[2] ?? null,
  };
}

const EMPTY = /* @__PURE__ */ new Uint8Array(0);

function toBytes(input: unknown, encoding: unknown): Uint8Array {
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (typeof input === 'string') return Buffer.from(input, encoding as BufferEncoding);
  throw new ERR_INVALID_ARG_TYPE('options.stdio[0]', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
}

function decode(bytes: Uint8Array | null | undefined, encoding: unknown): string | Buffer | null {
  if (bytes === null || bytes === undefined) return null;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding as BufferEncoding) : buffer;
}

/** `spawnSync git ENOENT`, and as such what is no system error. */
function syncError(error: Parameters<typeof toNodeError>[0], { file, args }: NormalizedOptions): Error {
  if (error.tag !== 'system') return toNodeError(error, 'spawnSync');
  const { errno, code } = error.val;
  const result: SystemException = errnoException(errno, `spawnSync ${file}`);
  result.code = code;
  result.path = file;
  return Object.assign(result, { spawnargs: args.slice(1) });
}

/** Throws what a failed run means to `execSync` and `execFileSync`, and writes its errors where Node does. */
function finish(result: SpawnSyncResult, inheritStderr: boolean, command: string): string | Buffer | null {
  const { stderr, error } = result;
  if (inheritStderr && stderr) process.stderr.write(stderr);
  if (error) throw Object.assign(error, result);
  if (result.status !== 0) {
    const words = stderr && stderr.length > 0 ? `\n${stderr.toString()}` : '';
    throw genericNodeError(`Command failed: ${command}${words}`, { ...result });
  }
  return result.stdout;
}

/**
 * Runs a file and returns its standard output.
 *
 * @param file the command
 * @param args its arguments
 * @param options those of `spawnSync`; standard error is passed on unless `stdio` is given
 * @throws what kept it from starting, or an error with the outcome where it failed
 */
export function execFileSync(file: unknown, args?: unknown, options?: unknown): string | Buffer | null {
  const normalized = normalizeExecFileArguments(file, args, options);
  const result = spawnSync(file, normalized.args, normalized.options);
  const command = [normalized.options['argv0'] || file, ...(normalized.args as unknown[])].join(' ');
  return finish(result, !normalized.options['stdio'], command);
}

/**
 * Runs a command line in a shell and returns its standard output.
 *
 * @param command the line
 * @param options those of `execFileSync`; `shell` is the shell's path
 * @throws as `execFileSync`
 */
export function execSync(command: unknown, options?: unknown): string | Buffer | null {
  const { file, options: given } = normalizeExecArguments(command, options);
  const inheritStderr = !(given as UserOptions)['stdio'];
  return finish(spawnSync(file, given), inheritStderr, file);
}
