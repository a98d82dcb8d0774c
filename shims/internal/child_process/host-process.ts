/** The host's side of one child: what Node calls the process handle (`child._handle`). */
import {
  type Child,
  kill as hostKill,
  spawn as hostSpawn,
  type Pollable,
  type SpawnOptions,
  type Stdio,
} from 'zora:node/child-process@0.1.0';
import { isAbsolute, resolve } from '../../path.ts';
import type { SystemException } from '../errors.ts';
import { instanceInfo } from '../instance.ts';
import { type LoopHandle, watch } from '../loop.ts';
import { currentDirectory } from '../process/cwd.ts';
import { registerChild } from '../process/signals.ts';
import { fromThrown, toNodeError } from '../wit-error.ts';
import type { HostEnds } from './pipes.ts';
import { toSignalName } from './signals.ts';

/** What a child is started with. */
export interface StartOptions {
  /** The program's file, or the shell's where `line` is there. */
  file: string;
  /** With `argv[0]`. */
  args: readonly unknown[];
  /** A line for a shell to read; `shell` is the shell where the caller named one. */
  line?: { text: string; shell: string | undefined } | undefined;
  cwd?: string | null | undefined;
  /** `NAME=value`; the instance's own environment where there is none. */
  envPairs?: readonly string[] | undefined;
  stdio: Stdio[];
  detached?: boolean;
  advancedSerialization?: boolean;
  uid?: unknown;
  gid?: unknown;
  /** Milliseconds, for a blocking run. */
  timeout?: number;
  /** The signal of the time-out. */
  killSignal?: string;
}

/** `[name, value]` of `NAME=value`. */
function splitPair(pair: string): [string, string] {
  // A name may begin with `=` on Windows.
  const at = pair.indexOf('=', 1);
  return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}

/** The working directory for the host, which knows nothing of `process.chdir`. */
function directoryOf(cwd: string | null | undefined): string | null {
  if (cwd) return (isAbsolute(cwd) ? cwd : resolve(currentDirectory(), cwd)).toWellFormed();
  const current = currentDirectory();
  return current === instanceInfo().cwd ? null : current;
}

const wellFormed = (value: unknown): string => String(value).toWellFormed();

/** The command and the options in the host's form. */
export function toWit(options: StartOptions): {
  command: Parameters<typeof hostSpawn>[0];
  spawnOptions: SpawnOptions;
} {
  const [argv0, ...args] = options.args.map(wellFormed);
  const file = wellFormed(options.file);
  const { line } = options;
  return {
    command:
      line === undefined
        ? { tag: 'program', val: { file, args } }
        : { tag: 'line', val: { line: wellFormed(line.text), shell: line.shell?.toWellFormed() ?? null } },
    spawnOptions: {
      argv0: argv0 === undefined || argv0 === file ? null : argv0,
      cwd: directoryOf(options.cwd),
      env: options.envPairs === undefined ? null : options.envPairs.map((pair) => splitPair(wellFormed(pair))),
      stdio: options.stdio,
      detached: options.detached ?? false,
      timeoutMs: Math.min(options.timeout ?? 0, 0xffffffff),
      killSignal: options.killSignal ?? 'SIGTERM',
      advancedSerialization: options.advancedSerialization ?? false,
    },
  };
}

/**
 * Refuses to change the user or the group, which no token allows.
 *
 * @throws ERR_ACCESS_DENIED
 */
export function denyCredentials({ file, uid, gid }: { file: string; uid?: unknown; gid?: unknown }): void {
  const given = (id: unknown) => id !== undefined && id !== null;
  if (!given(uid) && !given(gid)) return;
  throw toNodeError({ tag: 'denied', val: { permission: 'child-process', resource: file } });
}

const gone = (): boolean => false;

/** Signals the group of a detached child; false when nobody is left in it. */
function killGroup(pid: number, signal: number): boolean {
  try {
    hostKill(-pid, signal === 0 ? '0' : toSignalName(signal));
    return true;
  } catch (thrown) {
    const error = fromThrown(thrown, 'kill') as SystemException;
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

/** A child of this instance, running or not yet started. */
export class HostProcess {
  pid: number | undefined;
  onexit: ((exitCode: number, signalCode: string | null) => void) | undefined;
  #child: Child | undefined;
  #exit: LoopHandle | undefined;
  #pollable: Pollable | undefined;

  /**
   * Starts the child.
   *
   * @returns the error where the system refused or a limit was reached, undefined where it runs
   * @throws ERR_ACCESS_DENIED and other refusals of the host
   */
  spawn(options: StartOptions): SystemException | undefined {
    denyCredentials(options);
    const { command, spawnOptions } = toWit(options);
    let child: Child;
    try {
      child = hostSpawn(command, spawnOptions);
    } catch (thrown) {
      const error = fromThrown(thrown, 'spawn') as SystemException;
      if (typeof error.errno === 'number' || error.code === 'ERR_LIMIT_EXCEEDED') return error;
      throw error;
    }
    this.#child = child;
    const pid = child.pid();
    this.pid = pid;
    registerChild(pid, (signal) => this.kill(signal === 0 ? '0' : toSignalName(signal)));
    // It leads a group of its own.
    if (options.detached) registerChild(-pid, (signal) => killGroup(pid, signal));
    this.#pollable = child.subscribe();
    this.#exit = watch(this.#pollable, () => this.#checkExit(), 'PROCESSWRAP');
    return undefined;
  }

  #checkExit(): void {
    const status = this.#child?.exitStatus();
    if (status === null || status === undefined) return;
    // Its number stays known: as ESRCH, not as one that is none of ours.
    registerChild(this.pid as number, gone);
    this.onexit?.(status.code ?? 0, status.signal ?? null);
  }

  /** The guest's ends of a descriptor that is a pipe; each can be taken once. */
  ends(descriptor: number, wants: { input: boolean; output: boolean }): HostEnds {
    const child = this.#child;
    return {
      input: (wants.input && child?.input(descriptor)) || undefined,
      output: (wants.output && child?.output(descriptor)) || undefined,
    };
  }

  /**
   * Sends a signal, `0` to ask whether the child runs.
   *
   * @returns whether it was there to get it
   * @throws what the host refused
   */
  kill(signal: string): boolean {
    if (this.#child === undefined) return false;
    try {
      return this.#child.kill(signal);
    } catch (thrown) {
      throw fromThrown(thrown, 'kill');
    }
  }

  ref(): void {
    this.#exit?.ref();
  }

  unref(): void {
    this.#exit?.unref();
  }

  hasRef(): boolean {
    return this.#exit?.hasRef() ?? false;
  }

  /** Lets go of the child. It runs on if it has not ended. */
  close(): void {
    this.#exit?.close();
    this.#pollable?.[Symbol.dispose]();
    this.#pollable = undefined;
    this.#child?.[Symbol.dispose]();
    this.#child = undefined;
  }
}
