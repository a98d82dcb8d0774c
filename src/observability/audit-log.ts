/** Writes what a sandbox decides, and how invocations end, into a log whose lines are chained (`audit-chain.ts`). */
import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { hashLine, START, verifyChain } from './audit-chain.ts';
import type { Invocation, InvocationObserver, Observer } from './observer.ts';

/** A log that cannot be continued. */
export class AuditLogError extends Error {
  readonly code: 'ERR_AUDIT_LOG_BROKEN' | 'ERR_AUDIT_LOG_BUSY';
  constructor(code: AuditLogError['code'], message: string) {
    super(message);
    this.name = 'AuditLogError';
    this.code = code;
  }
}

/**
 * An observer that keeps a log. A decision is written before it takes effect in the embedder's thread; when it cannot
 * be written, the invocation ends. Nothing forces the disk: what the system has taken is the system's.
 */
export class AuditLog implements Observer, Disposable {
  readonly file: string;
  #descriptor: number | undefined;
  readonly #lock: string;
  #sequence: number;
  #head: string;
  #afterTorn: boolean;

  private constructor(file: string, lock: string, state: { lines: number; head: string; afterTorn: boolean }) {
    this.file = file;
    this.#lock = lock;
    this.#sequence = state.lines;
    this.#head = state.head;
    this.#afterTorn = state.afterTorn;
    this.#descriptor = openSync(file, 'a', 0o600);
  }

  /**
   * Opens a log, a new one or to go on with one, which is read and checked first.
   * @throws AuditLogError `ERR_AUDIT_LOG_BROKEN` when its chain is, `ERR_AUDIT_LOG_BUSY` when somebody writes to it
   */
  static async open(path: string): Promise<AuditLog> {
    const file = resolve(path);
    const lock = `${file}.lock`;
    takeLock(lock);
    try {
      const { lines, head, broken, open, torn } = await verifyChain(file).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
        return { lines: 0, head: START, broken: undefined, open: false, torn: [] };
      });
      if (broken !== undefined) {
        throw new AuditLogError('ERR_AUDIT_LOG_BROKEN', `${file}, line ${broken.line}: ${broken.reason}`);
      }
      const log = new AuditLog(file, lock, { lines, head, afterTorn: open && torn.at(-1) === lines });
      if (open) writeSync(log.#open(), '\n');
      return log;
    } catch (error) {
      rmSync(lock, { force: true });
      throw error;
    }
  }

  /** The hash of the last line: to be kept where the log's writer cannot change it. */
  get head(): string {
    return this.#head;
  }

  begin(invocation: Invocation): InvocationObserver {
    const { id, kind, component } = invocation;
    return {
      audit: (event) => this.#append({ type: 'decision', invocation: id, ...event }),
      ended: ({ outcome, code, exitCode, milliseconds }) =>
        this.#append({
          type: 'end',
          invocation: id,
          time: new Date().toISOString(),
          jobId: invocation.jobId,
          tool: invocation.tool,
          kind,
          component,
          outcome,
          code,
          exitCode,
          milliseconds: Math.round(milliseconds * 1000) / 1000,
        }),
    };
  }

  #append(entry: object): void {
    const mark = this.#afterTorn ? { afterTorn: true } : {};
    const line = JSON.stringify({ sequence: this.#sequence + 1, previous: this.#head, ...mark, ...entry });
    const data = Buffer.from(`${line}\n`);
    let written = 0;
    while (written < data.length) written += writeSync(this.#open(), data, written);
    this.#sequence++;
    this.#head = hashLine(line);
    this.#afterTorn = false;
  }

  #open(): number {
    if (this.#descriptor === undefined) throw new Error(`The audit log ${this.file} is closed`);
    return this.#descriptor;
  }

  /** Closes it; what is decided afterwards is not allowed. */
  [Symbol.dispose](): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
    rmSync(this.#lock, { force: true });
  }
}

/** One writer at a time, or the chain forks. The file names its process, so that a dead one's is taken over. */
function takeLock(lock: string): void {
  const own = `${lock}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  writeFileSync(own, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
  try {
    if (tryLink(own, lock)) return;
    const holder = readFileSync(lock, 'utf8');
    if (isAlive(Number(holder))) throw busy(lock, holder);
    // Moved away first: between the look and now another may have taken it over.
    const stale = `${own}.stale`;
    renameSync(lock, stale);
    const moved = readFileSync(stale, 'utf8');
    if (moved !== holder) linkSync(stale, lock);
    rmSync(stale);
    if (moved !== holder || !tryLink(own, lock)) throw busy(lock, moved);
  } finally {
    rmSync(own, { force: true });
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const busy = (lock: string, holder: string) =>
  new AuditLogError('ERR_AUDIT_LOG_BUSY', `The process ${holder.trim()} writes to this log (${lock})`);
