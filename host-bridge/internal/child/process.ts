import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Readable, Writable } from 'node:stream';
import type { ExitStatus } from '../../wit/zora-node-child-process.d.ts';
import { send, signalName } from './signals.ts';

/** A command that was checked, as the system is to run it. */
export interface LaunchPlan {
  /** The command as the guest named it, for errors. */
  readonly name: string;
  /** The file that was checked, absolute. */
  readonly file: string;
  /** `argv[0]`. */
  readonly argv0: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly cwd: string;
}

/** A descriptor of the child, before it is wired: a pipe to the host, or the null device. */
export type Descriptor = 'pipe' | 'ignore';

/** A started command, confined or not. */
export interface HostProcess {
  /** The process id to name it by. */
  readonly pid: number;
  /** How it ended. */
  readonly ended: Promise<ExitStatus>;
  /** Resolves when the command and all that it left behind are gone. */
  readonly gone: Promise<void>;
  /** Sends a signal to the command alone; false when it has ended. */
  signal(number: number): boolean;
  /** Sends a signal to the command's process group; false when nothing is left of it. */
  signalGroup(number: number): boolean;
  /** Kills the command and all that it left behind. */
  kill(): void;
}

/** Takes the process ids that must not outlive the host's thread. */
export interface ChildRegistry {
  /** Called in the same tick as the process was started. */
  add(pid: number): void;
  /** Nothing of the process and its group is left. */
  delete(pid: number): void;
}

const SIGKILL = 9;
/** How often a group whose leader has ended is looked at. */
const GROUP_POLL_MS = 200;

/** The host's ends of a child's descriptors; null where there is no pipe. */
export type Streams = readonly (Readable | Writable | null)[];

const require = createRequire(import.meta.url);

/** What is done with a child's pipes in the tick in which it was started: later, Node may have read from them. */
export type Wire<T> = (streams: Streams) => T;

/**
 * Starts a process through execa. It leads a process group of its own, so that all of it can be ended at once.
 *
 * @param stdio descriptors from 0 on; numbers are descriptors of the host
 * @param onStart called in the same tick, before anything else can happen
 * @throws what Node gives when it cannot be started: an error with `code`, `errno` and `syscall`
 */
export async function startProcess<T>(
  plan: LaunchPlan,
  stdio: readonly (Descriptor | number)[],
  onStart: (child: ChildProcess, pid: number, streams: Streams) => T,
): Promise<T> {
  // execa's types have no place for a list whose length is not known.
  const descriptors = [...stdio] as unknown as ['pipe', 'pipe', 'pipe'];
  // Loading it takes longer than many an instance lives: whoever expects children does so ahead.
  const { execa } = require('execa') as typeof import('execa');
  const subprocess = execa(plan.file, plan.args, {
    argv0: plan.argv0,
    cwd: plan.cwd,
    env: plan.env,
    extendEnv: false,
    stdio: descriptors,
    buffer: false,
    reject: false,
    stripFinalNewline: false,
    encoding: 'buffer',
    detached: true,
    cleanup: false,
    forceKillAfterDelay: false,
  });
  const child = subprocess.nodeChildProcess;
  if (child.pid === undefined) {
    const { cause } = await subprocess;
    throw cause ?? new Error('The process did not start');
  }
  const streams = child.stdio.map((stream) => stream ?? null);
  try {
    return onStart(child, child.pid, streams);
  } catch (error) {
    // Nobody knows of the process yet, so nobody else would end it.
    send(-child.pid, SIGKILL);
    for (const stream of streams) stream?.destroy();
    throw error;
  }
}

/** A process that has all the rights of the host's user. */
export class PlainProcess implements HostProcess {
  readonly pid: number;
  readonly ended: Promise<ExitStatus>;
  readonly gone: Promise<void>;
  readonly #killed = Promise.withResolvers<void>();
  #running = true;
  #left = true;

  private constructor(child: ChildProcess, pid: number, registry: ChildRegistry) {
    this.pid = pid;
    this.ended = exitOf(child).then((status) => {
      this.#running = false;
      return status;
    });
    this.gone = this.ended.then(async () => {
      await this.#emptied();
      this.#left = false;
      registry.delete(pid);
    });
  }

  /** @throws what Node gives when the process cannot be started, its `syscall` and `path` as the guest named the command */
  static async start<T>(
    plan: LaunchPlan,
    stdio: readonly Descriptor[],
    registry: ChildRegistry,
    wire: Wire<T>,
  ): Promise<{ process: PlainProcess; wired: T }> {
    try {
      return await startProcess(plan, stdio, (child, pid, streams) => {
        registry.add(pid);
        return { process: new PlainProcess(child, pid, registry), wired: wire(streams) };
      });
    } catch (error) {
      if (error instanceof Error && 'syscall' in error) {
        Object.assign(error, { syscall: `spawn ${plan.name}`, path: plan.name });
      }
      throw error;
    }
  }

  signal(number: number): boolean {
    return this.#running && send(this.pid, number);
  }

  signalGroup(number: number): boolean {
    return this.#left && send(-this.pid, number);
  }

  kill(): void {
    this.signalGroup(SIGKILL);
    this.#killed.resolve();
  }

  /** Waits until nothing is left of the group: its number stays taken while one of its processes lives. */
  async #emptied(): Promise<void> {
    const killed = this.#killed.promise.then(() => true);
    while (send(-this.pid, 0)) {
      const isKilled = await Promise.race([killed, pause(GROUP_POLL_MS)]);
      // What still answers then are zombies, which wait for a parent that does not look.
      if (isKilled === true) return;
    }
  }
}

/** How a process ended. */
export function exitOf(child: ChildProcess): Promise<ExitStatus> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal === null ? { code: code ?? 0, signal: undefined } : { code: undefined, signal }),
    );
  });
}

/** A status of wait(2) in these terms. */
export function exitStatus(status: number): ExitStatus {
  const signal = status & 0x7f;
  if (signal === 0) return { code: (status >> 8) & 0xff, signal: undefined };
  return { code: undefined, signal: signalName(signal) ?? `SIG${signal}` };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
