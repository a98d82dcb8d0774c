import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { getSystemErrorMap } from 'node:util';
import { systemError } from '../../capability/denial.ts';
import type { ExitStatus } from '../../wit/zora-node-child-process.d.ts';
import {
  type ChildRegistry,
  type Descriptor,
  exitStatus,
  type HostProcess,
  type LaunchPlan,
  startProcess,
  type Wire,
} from '../child/process.ts';
import { send } from '../child/signals.ts';
import { type ConfinementRules, confinementArguments } from './arguments.ts';
import type { Bubblewrap } from './probe.ts';

const SIGKILL = 9;
const SIGSTOP = 19;
/** The most of bubblewrap's own complaints that is kept. */
const MAX_COMPLAINT = 2048;
/** Descriptors 0, 1 and 2 are bubblewrap's own; the command's follow. See `init/init.c`. */
const FIRST_DESCRIPTOR = 3;

/** How a command is to be confined. */
export interface Confinement {
  readonly bubblewrap: Bubblewrap;
  readonly rules: ConfinementRules;
}

/** A command in a bubblewrap, with `init.c`'s program as the first process of its namespace. */
export class ConfinedProcess implements HostProcess {
  readonly pid: number;
  readonly ended: Promise<ExitStatus>;
  readonly gone: Promise<void>;
  readonly #reports: Reports;
  #init: number | undefined;
  #left = true;

  private constructor(pid: number, reports: Reports) {
    this.pid = pid;
    this.#reports = reports;
    this.ended = reports.ended;
    this.gone = reports.gone.then(() => {
      this.#left = false;
    });
  }

  /**
   * Starts a command under `rules`.
   * @throws Node's `spawn` errors, as if the command had been started without bubblewrap; BubblewrapError
   */
  static async start<T>(
    plan: LaunchPlan,
    stdio: readonly Descriptor[],
    registry: ChildRegistry,
    wire: Wire<T>,
    { bubblewrap, rules }: Confinement,
  ): Promise<{ process: ConfinedProcess; wired: T }> {
    const status = FIRST_DESCRIPTOR + stdio.length;
    const program = status + 1;
    const args = confinementArguments(rules);
    args.push('--as-pid-1', '--chdir', plan.cwd, '--', `/proc/self/fd/${program}`);
    args.push(`${status}`, `${program}`, `${stdio.length}`, pwdOf(plan.env), plan.file, plan.argv0, ...plan.args);
    const started = await startProcess(
      { ...plan, file: bubblewrap.file, argv0: 'bwrap', args, cwd: '/' },
      ['ignore', 'ignore', 'pipe', ...stdio, 'pipe', bubblewrap.init],
      (child, pid, streams) => {
        registry.add(pid);
        const reports = new Reports(child, streams[2] as Readable, streams[status] as Readable);
        void reports.gone.then(() => registry.delete(pid));
        const own = streams.slice(FIRST_DESCRIPTOR, status);
        return { process: new ConfinedProcess(pid, reports), wired: wire(own), own };
      },
    );
    const { process, wired, own } = started;
    try {
      const errno = await process.#reports.started;
      if (errno === 0) return { process, wired };
      throw systemError(codeOf(errno), { syscall: `spawn ${plan.name}`, path: plan.name });
    } catch (error) {
      process.kill();
      for (const stream of own) stream?.destroy();
      throw error;
    }
  }

  signal(number: number): boolean {
    if (this.#reports.status !== undefined) return false;
    if (number === SIGKILL) return this.#toInit(32);
    return this.#toInit(number === SIGSTOP ? 33 : number);
  }

  signalGroup(number: number): boolean {
    return this.#left && this.#toInit(number === 0 ? 0 : 33 + number);
  }

  kill(): void {
    // bubblewrap dies with its group, the namespace's first process with bubblewrap, and the rest with that.
    if (this.#left) send(-this.pid, SIGKILL);
  }

  /** The first process of the namespace is bubblewrap's only child. */
  #toInit(number: number): boolean {
    try {
      this.#init ??= Number.parseInt(readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8'), 10);
    } catch {
      // bubblewrap has ended, and everything with it.
      return false;
    }
    return this.#init > 0 && send(this.#init, number);
  }
}

/** What the namespace's first process says, record by record, and how bubblewrap itself ends. */
class Reports {
  /** 0 when the command was executed, else the errno that kept it from it. */
  readonly started: Promise<number>;
  readonly ended: Promise<ExitStatus>;
  readonly gone: Promise<void>;
  status: ExitStatus | undefined;

  /** @param complaints bubblewrap's standard error @param pipe the status pipe */
  constructor(child: ChildProcess, complaints: Readable, pipe: Readable) {
    const started = Promise.withResolvers<number>();
    const ended = Promise.withResolvers<ExitStatus>();
    const gone = Promise.withResolvers<void>();
    this.started = started.promise;
    this.ended = ended.promise;
    this.gone = gone.promise;
    // A command that is not waited for when it fails to start is no unhandled rejection.
    this.started.catch(() => {});
    let failed = 0;
    const onReport = (tag: string, value: number) => {
      if (tag === 'E') failed = value;
      else if (tag === 'S') started.resolve(failed);
      else if (tag === 'X') {
        this.status = exitStatus(value);
        ended.resolve(this.status);
      }
    };
    readRecords(pipe, onReport);
    const complaint = collect(complaints);
    let closed = false;
    const finish = () => {
      if (closed) return;
      closed = true;
      this.status ??= { code: undefined, signal: 'SIGKILL' };
      ended.resolve(this.status);
      started.reject(new BubblewrapError(complaint()));
      gone.resolve();
    };
    child.once('exit', () => {
      // The last record may still be in the pipe.
      if (pipe.closed || pipe.readableEnded) finish();
      else pipe.once('close', finish).once('end', finish);
    });
  }
}

/** bubblewrap could not make the confinement, and ran nothing. */
export class BubblewrapError extends Error {
  override readonly name = 'BubblewrapError';
  readonly code = 'EPERM';
  readonly syscall = 'spawn bwrap';
}

function readRecords(pipe: Readable, onRecord: (tag: string, value: number) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  pipe.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (; at + 8 <= rest.length; at += 8) onRecord(String.fromCharCode(rest[at]!), rest.readInt32LE(at + 4));
    rest = rest.subarray(at);
  });
  pipe.on('error', () => pipe.destroy());
  pipe.resume();
}

function collect(stream: Readable): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    if (text.length < MAX_COMPLAINT) text += chunk.toString('latin1');
  });
  stream.on('error', () => stream.destroy());
  stream.resume();
  return () => text.trim();
}

function pwdOf(env: Readonly<Record<string, string>>): string {
  return env['PWD'] === undefined ? '' : `PWD=${env['PWD']}`;
}

function codeOf(errno: number): string {
  return getSystemErrorMap().get(-errno)?.[0] ?? 'EIO';
}
