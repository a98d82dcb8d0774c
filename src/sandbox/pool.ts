/** The threads of a sandbox, and who gets a place in one. */
import { SandboxError } from './errors.ts';
import { FairQueue } from './queue.ts';
import { InlineThread, type Thread, WorkerThread } from './thread.ts';

export interface PoolOptions {
  /** The most threads. */
  threads: number;
  /** The most jobs at once, in all threads. */
  instances: number;
  /** The most jobs that wait. */
  queue: number;
  /** Whether jobs run in the embedder's thread. */
  inline: boolean;
}

/** How long a thread beyond the first may have nothing to do. */
const IDLE_MS = 30_000;

const STARTING_JOBS = 8;

let spare: Thread | undefined;

/** Starts a thread before there is a pool: the next pool takes it. A thread takes as long to start as all the rest of a short run. */
export function startSpareThread(): void {
  spare ??= new WorkerThread();
}

/** See the file's head. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #threads = new Set<Thread>();
  readonly #queue = new FairQueue<Thread>();
  #taken = 0;
  #closed = false;
  #sweep: NodeJS.Timeout | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Threads that run now. */
  get size(): number {
    return this.#threads.size;
  }

  /** Places that are taken. */
  get taken(): number {
    return this.#taken;
  }

  /** How many wait. */
  get queued(): number {
    return this.#queue.size;
  }

  /** A thread runs already, or the next one needs no start. */
  get running(): boolean {
    return this.#threads.size > 0 || spare !== undefined;
  }

  /** Starts threads ahead of need, up to `count`. */
  warm(count: number): void {
    while (!this.#closed && this.#threads.size < Math.min(count, this.#options.threads)) this.#start();
  }

  /**
   * A place in a thread; waits while all are taken.
   * @param job whose turn it is: the queue is fair between jobs
   * @throws SandboxError `ERR_SANDBOX_OVERLOADED`, `ABORT_ERR`, `ERR_SANDBOX_CLOSED`
   */
  async acquire(job: string, signal?: AbortSignal): Promise<Thread> {
    if (this.#closed) throw closedError();
    if (signal?.aborted) throw abortError(signal);
    if (this.#taken < this.#options.instances) {
      this.#taken++;
      return this.#place();
    }
    if (this.#queue.size >= this.#options.queue) {
      throw new SandboxError('ERR_SANDBOX_OVERLOADED', `${this.#queue.size} calls wait already`);
    }
    return this.#wait(job, signal);
  }

  async #wait(job: string, signal: AbortSignal | undefined): Promise<Thread> {
    const { promise, resolve, reject } = Promise.withResolvers<Thread>();
    const waiting = { resolve, reject };
    this.#queue.add(job, waiting);
    const onAbort = () => {
      this.#queue.remove(job, waiting);
      reject(abortError(signal as AbortSignal));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** The thread with the fewest jobs; where it has some, a further thread starts for those to come. */
  #place(): Thread {
    const threads = [...this.#threads].filter(({ ended }) => !ended);
    const [first = this.#start(), ...others] = threads;
    const best = others.reduce((found, thread) => (costOf(thread) < costOf(found) ? thread : found), first);
    if (best.jobs > 0) this.warm(this.#threads.size + 1);
    return best;
  }

  /** Gives a place back. */
  release(): void {
    this.#taken--;
    if (this.#closed) return;
    const next = this.#queue.next();
    if (next !== undefined) {
      this.#taken++;
      next.resolve(this.#place());
      return;
    }
    this.#sweep ??= setTimeout(() => this.#endIdle(), IDLE_MS).unref();
  }

  #endIdle(): void {
    this.#sweep = undefined;
    const idle = [...this.#threads].filter(
      ({ jobs, idleSince }) => jobs === 0 && performance.now() - idleSince >= IDLE_MS,
    );
    for (const thread of idle) {
      if (this.#threads.size > 1) void this.#end(thread);
    }
    if (this.#threads.size > 1) this.#sweep = setTimeout(() => this.#endIdle(), IDLE_MS).unref();
  }

  #end(thread: Thread): Promise<void> {
    this.#threads.delete(thread);
    return thread.terminate();
  }

  #start(): Thread {
    const thread = this.#options.inline ? new InlineThread() : (spare ?? new WorkerThread());
    if (thread === spare) spare = undefined;
    thread.onEnd = (ended) => this.#threads.delete(ended);
    this.#threads.add(thread);
    return thread;
  }

  /** Ends every thread and refuses whoever waits. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#sweep);
    for (let next = this.#queue.next(); next !== undefined; next = this.#queue.next()) next.reject(closedError());
    await Promise.all([...this.#threads].map((thread) => thread.terminate()));
  }
}

/** How late a job would begin: a thread that is only starting is as late as one with a few jobs. */
function costOf({ jobs, ready }: Thread): number {
  return ready ? jobs : jobs + STARTING_JOBS;
}

function closedError(): SandboxError {
  return new SandboxError('ERR_SANDBOX_CLOSED', 'The sandbox has been disposed');
}

export function abortError(signal: AbortSignal): SandboxError {
  return new SandboxError('ABORT_ERR', 'The operation was aborted', { cause: signal.reason });
}
