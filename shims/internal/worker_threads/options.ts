/** What `new Worker` is given, checked. https://nodejs.org/api/worker_threads.html#new-workerfilename-options */
import { isAbsolute, resolve } from '../../path.ts';
import { fileURLToPath, URL } from '../../url.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { env } from '../process/environment.ts';
import { refusal } from '../refuse.ts';
import { validateArray, validateObject, validateString } from '../validators.ts';
import { ERR_WORKER_INVALID_EXEC_ARGV, ERR_WORKER_PATH } from './errors.ts';

/** `worker_threads.SHARE_ENV`. */
export const SHARE_ENV: unique symbol = Symbol.for('nodejs.worker_threads.SHARE_ENV') as never;

/** What a worker runs. */
export type Program = { kind: 'file'; path: string } | { kind: 'eval'; text: string } | { kind: 'url'; url: string };

/** Options that limit a worker, in MiB. */
export interface ResourceLimits {
  maxYoungGenerationSizeMb?: number;
  maxOldGenerationSizeMb?: number;
  codeRangeSizeMb?: number;
  stackSizeMb?: number;
}

export interface WorkerOptions {
  argv: string[];
  execArgv: string[];
  /** Undefined: the parent's. */
  env: Record<string, string>;
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  name: string;
  workerData: unknown;
  transferList: object[];
  resourceLimits: ResourceLimits;
}

/** Flags that concern one thread, and not the whole process nor V8. */
const THREAD_FLAG =
  /^(?:-[rCi]|--(?:no-)?(?:require|import|conditions|warnings|deprecation|pending-deprecation|throw-deprecation|trace-[\w-]+|experimental-[\w-]+|unhandled-rejections|input-type|enable-source-maps|preserve-symlinks[\w-]*|expose-internals|frozen-intrinsics|insecure-http-parser|verify-base-objects|force-context-aware|network-family-[\w-]+|test-[\w-]+))(?:=|$)/;

/** @throws ERR_WORKER_PATH, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE */
export function programOf(filename: unknown, isEval: unknown): Program {
  if (isEval) {
    if (typeof filename === 'string') return { kind: 'eval', text: filename };
    throw new ERR_INVALID_ARG_VALUE('options.eval', isEval, "must be false when 'filename' is not a string");
  }
  if (filename instanceof URL) {
    if (filename.protocol === 'data:') return { kind: 'url', url: filename.href };
    return { kind: 'file', path: fileURLToPath(filename) };
  }
  if (typeof filename !== 'string') throw new ERR_INVALID_ARG_TYPE('filename', ['string', 'URL'], filename);
  if (!isAbsolute(filename) && !/^\.\.?[\\/]/.test(filename)) throw new ERR_WORKER_PATH(filename);
  return { kind: 'file', path: resolve(filename) };
}

/** @throws ERR_INVALID_ARG_TYPE, ERR_WORKER_INVALID_EXEC_ARGV */
export function checkOptions(given: Record<string, unknown>): WorkerOptions {
  const { argv, execArgv, resourceLimits = {}, transferList = [] } = given;
  if (execArgv !== undefined) validateArray(execArgv, 'options.execArgv');
  if (argv !== undefined) validateArray(argv, 'options.argv');
  const flags = ((execArgv ?? []) as unknown[]).map(String);
  const unknown = flags.filter((flag) => flag.startsWith('-') && !THREAD_FLAG.test(flag));
  if (unknown.length > 0) throw new ERR_WORKER_INVALID_EXEC_ARGV(unknown);
  if (given['name'] !== undefined) validateString(given['name'], 'options.name');
  if (resourceLimits !== null && typeof resourceLimits === 'object') checkLimits(resourceLimits as object);
  return {
    argv: ((argv ?? []) as unknown[]).map(String),
    execArgv: flags,
    env: environmentOf(given['env']),
    stdin: Boolean(given['stdin']),
    stdout: Boolean(given['stdout']),
    stderr: Boolean(given['stderr']),
    name: typeof given['name'] === 'string' ? given['name'].trim() : '',
    workerData: given['workerData'],
    transferList: [...(transferList as Iterable<object>)],
    resourceLimits: { ...(resourceLimits as ResourceLimits) },
  };
}

function checkLimits(limits: object): void {
  validateObject(limits, 'options.resourceLimits');
}

function environmentOf(given: unknown): Record<string, string> {
  if (given === SHARE_ENV) throw refusal('worker_threads.SHARE_ENV');
  if (given !== undefined && given !== null && typeof given !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options.env', ['object', 'undefined', 'null', 'worker_threads.SHARE_ENV'], given);
  }
  const from = (given ?? env) as Record<string, unknown>;
  return Object.fromEntries(Object.keys(from).map((name) => [name, `${from[name] as string}`]));
}
