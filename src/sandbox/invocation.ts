/** One job on one worker, as the embedder's thread sees it: its deadline, its hooks, its end. */
import type { AuditEvent, AuthorizeRequest } from '../../host-bridge/index.ts';
import type { InvocationStart } from '../observability/observer.ts';
import { SandboxError, type SandboxErrorCode } from './errors.ts';
import type { FromWorker, Job, LoadedComponent, Outcome } from './messages.ts';
import { abortError, type PooledWorker, type WorkerPool } from './pool.ts';

/** How long a thread that is told to stop its guest may take to listen, before it is ended. */
const GRACE_MS = 60;
/** How long one that has listened may take to end what the guest holds: only it can reap its children. */
const CLEAN_UP_MS = 1000;
const MAX_TIMER_MS = 0x7fffffff;

/** The embedder's side of a job. */
export interface Hooks {
  /** Narrows a decision: false, or an error, denies. */
  authorize?: ((request: AuthorizeRequest) => boolean | Promise<boolean>) | undefined;
  /** Gets every decision. */
  audit?: ((event: AuditEvent) => void) | undefined;
  /** Gets what the tool writes to its standard streams (1 or 2). */
  output?: ((stream: 1 | 2, data: Uint8Array) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** With what the observers are told besides. */
export interface JobHooks extends Hooks {
  /** The job left the queue. */
  started?: ((start: InvocationStart) => void) | undefined;
}

/**
 * Runs `job` on a worker of `pool`.
 * @throws SandboxError when the pool or the signal says no before it has begun; what the `audit` or the `output` hook threw
 */
export async function runOnWorker(
  pool: WorkerPool,
  component: LoadedComponent,
  job: Job,
  hooks: JobHooks,
): Promise<Outcome> {
  const worker = await pool.acquire(hooks.signal);
  try {
    hooks.started?.({ warm: false });
    worker.load(component);
    return await new WorkerJob(worker, job, hooks).run();
  } finally {
    pool.release(worker);
  }
}

class WorkerJob {
  readonly #worker: PooledWorker;
  readonly #job: Job;
  readonly #hooks: Hooks;
  readonly #settled = Promise.withResolvers<Outcome>();
  #stopping: { code: SandboxErrorCode; message: string } | undefined;
  /** How the job ended, where its thread has to end too. */
  #outcome: Outcome | undefined;
  /** What a hook threw. */
  #failure: { error: unknown } | undefined;
  #timers: NodeJS.Timeout[] = [];
  #deadline: NodeJS.Timeout | undefined;

  constructor(worker: PooledWorker, job: Job, hooks: Hooks) {
    this.#worker = worker;
    this.#job = job;
    this.#hooks = hooks;
  }

  async run(): Promise<Outcome> {
    const { signal } = this.#hooks;
    const onAbort = () => this.#stop('ABORT_ERR', abortError(signal as AbortSignal).message);
    this.#worker.attach(
      (message) => this.#onMessage(message),
      (error) => this.#onLost(error),
    );
    this.#armDeadlines();
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#worker.post({ type: 'run', job: this.#job });
    try {
      const outcome = await this.#settled.promise;
      if (this.#failure !== undefined) throw this.#failure.error;
      return outcome;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      for (const timer of this.#timers) clearTimeout(timer);
      clearTimeout(this.#deadline);
    }
  }

  #armDeadlines(): void {
    const { maxExecutionTime, expiresAt } = this.#job.token;
    const arm = (delay: number, code: SandboxErrorCode, message: string) => {
      // A timer takes 24 days at most.
      const now = Math.min(Math.max(0, delay), MAX_TIMER_MS);
      const due = () => (delay > MAX_TIMER_MS ? arm(delay - now, code, message) : this.#stop(code, message));
      this.#timers.push(setTimeout(due, now));
    };
    arm(maxExecutionTime, 'ERR_TOOL_TIMEOUT', `The tool did not end within ${maxExecutionTime} ms`);
    arm(expiresAt.getTime() - Date.now(), 'ERR_TOKEN_EXPIRED', 'The token has expired');
  }

  /** Asks the worker to stop the guest, and ends the thread if it does not. */
  #stop(code: SandboxErrorCode, message: string): void {
    if (this.#stopping !== undefined) return;
    this.#stopping = { code, message };
    this.#worker.post({ type: 'stop', id: this.#job.id, code, message });
    this.#endWithin(GRACE_MS, { kind: 'stopped', code, message });
  }

  /** Ends the thread if the job has not ended by then. */
  #endWithin(milliseconds: number, outcome: Outcome): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      void this.#worker.terminate().then(() => this.#settled.resolve(outcome));
    }, milliseconds);
  }

  #onLost(error: Error): void {
    if (this.#outcome !== undefined) {
      this.#settled.resolve(this.#outcome);
      return;
    }
    const { code, message } = this.#stopping ?? {
      code: 'ERR_WORKER_LOST' as const,
      message: `The worker of the tool was lost: ${error.message}`,
    };
    this.#settled.resolve({ kind: 'stopped', code, message });
  }

  #onMessage(message: FromWorker): void {
    if (message.type === 'ready' || message.id !== this.#job.id) return;
    switch (message.type) {
      case 'stopping':
        if (this.#stopping !== undefined) this.#endWithin(CLEAN_UP_MS, { kind: 'stopped', ...this.#stopping });
        break;
      case 'end':
        this.#end(message.outcome, message.suspended);
        break;
      case 'audit':
        this.#hand(() => this.#hooks.audit?.(message.event));
        break;
      case 'output':
        this.#hand(() => this.#hooks.output?.(message.stream, message.data));
        break;
      case 'authorize':
        void this.#authorize(message.question, message.request);
        break;
    }
  }

  /** A guest that was suspended may go on: its thread ends with the job. */
  #end(outcome: Outcome, suspended: boolean): void {
    if (!suspended) {
      this.#settled.resolve(outcome);
      return;
    }
    this.#outcome = outcome;
    void this.#worker.terminate().then(() => this.#settled.resolve(outcome));
  }

  /** Calls one of the embedder's hooks; what it throws ends the job, and not the embedder's process. */
  #hand(call: () => unknown): void {
    const failed = (error: unknown) => {
      this.#failure ??= { error };
      this.#stop('ABORT_ERR', 'A hook of the caller failed');
    };
    try {
      const returned = call();
      if (returned instanceof Promise) returned.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  async #authorize(question: number, request: AuthorizeRequest): Promise<void> {
    let allowed = false;
    try {
      allowed = (await this.#hooks.authorize?.(request)) === true;
    } catch {
      // A hook that fails denies (capabilities.md): the worker's decision says so in its audit event.
    }
    if (!this.#worker.ended) this.#worker.post({ type: 'authorized', id: this.#job.id, question, allowed });
  }
}

/** The error of a job that was stopped. */
export function stoppedError(
  outcome: Extract<Outcome, { kind: 'stopped' }>,
  signal: AbortSignal | undefined,
): SandboxError {
  if (outcome.code === 'ABORT_ERR' && signal !== undefined) return abortError(signal);
  return new SandboxError(outcome.code, outcome.message, { exitCode: outcome.exitCode });
}
