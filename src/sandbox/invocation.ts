/** One job on one worker, as the embedder's thread sees it: its deadline, its hooks, its end. */
import type { AuditEvent, AuthorizeRequest } from '../../host-bridge/index.ts';
import type { InvocationStart } from '../observability/observer.ts';
import { SandboxError, type SandboxErrorCode } from './errors.ts';
import type { FromWorker, Job, LoadedComponent, Outcome } from './messages.ts';
import { abortError, type Pool } from './pool.ts';
import type { Counter } from './stats.ts';
import type { Thread } from './thread.ts';

/** How long the caller waits for a thread that was told to stop its guest, and does not say that it has heard. */
const GRACE_MS = 60;
/** After so long without a word the thread is taken to be blocked, and ended: one that only has much to do hears before. */
const BLOCKED_MS = 1000;
/** How long one that has heard may take to end what the guest holds: only it can reap its children. */
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
 * Runs `job` in a thread of `pool`.
 * @throws SandboxError when the pool or the signal says no before it has begun; what the `audit` or the `output` hook threw
 */
export async function runInPool(
  { pool, counter }: Runner,
  component: LoadedComponent,
  job: Job,
  hooks: JobHooks,
): Promise<Outcome> {
  const asked = performance.now();
  for (let attempt = 1; ; attempt++) {
    const thread = await pool.acquire(job.token.jobId, hooks.signal);
    const placed = performance.now();
    const threadJob = new ThreadJob(thread, job, hooks);
    // Its guest was not called: it is nobody's loss but time.
    const placedAnew = () => threadJob.lostUnstarted && attempt < MAX_ATTEMPTS;
    try {
      thread.load(component);
      const outcome = await threadJob.run();
      if (!placedAnew()) return outcome;
    } finally {
      pool.release();
      if (!placedAnew()) counter.count(placed - asked, performance.now() - placed, threadJob.warm);
    }
  }
}

/** How often a job that has not begun may lose its thread. */
const MAX_ATTEMPTS = 3;

/** Where jobs run, and who counts them. */
export interface Runner {
  pool: Pool;
  counter: Counter;
}

class ThreadJob {
  readonly #thread: Thread;
  readonly #job: Job;
  readonly #hooks: JobHooks;
  readonly #settled = Promise.withResolvers<Outcome>();
  #stopping: { code: SandboxErrorCode; message: string } | undefined;
  /** What a hook threw. */
  #failure: { error: unknown } | undefined;
  #timers: NodeJS.Timeout[] = [];
  #deadline: NodeJS.Timeout | undefined;
  #blocked: NodeJS.Timeout | undefined;
  #lost = false;
  /** Whether its instance had waited for it; undefined while it has none. */
  warm: boolean | undefined;

  constructor(thread: Thread, job: Job, hooks: JobHooks) {
    this.#thread = thread;
    this.#job = job;
    this.#hooks = hooks;
  }

  async run(): Promise<Outcome> {
    const { signal } = this.#hooks;
    // While there was no place yet, nobody listened.
    if (signal?.aborted) throw abortError(signal);
    const onAbort = () => this.#stop('ABORT_ERR', abortError(signal as AbortSignal).message);
    this.#thread.attach(this.#job.id, {
      onMessage: (message) => this.#onMessage(message),
      onLost: (error) => this.#onLost(error),
    });
    this.#armDeadlines();
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#thread.post({ type: 'run', job: this.#job });
    try {
      const outcome = await this.#settled.promise;
      if (this.#failure !== undefined) throw this.#failure.error;
      return outcome;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      for (const timer of this.#timers) clearTimeout(timer);
    }
  }

  /** Its thread was lost, for another's sake, before its guest was called. */
  get lostUnstarted(): boolean {
    return this.#lost && this.warm === undefined && this.#stopping === undefined;
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

  /**
   * Asks the thread to stop the guest. The caller does not wait for one that does not hear; one that is blocked by what nothing can
   * interrupt is ended, with all that is in it.
   */
  #stop(code: SandboxErrorCode, message: string): void {
    if (this.#stopping !== undefined) return;
    this.#stopping = { code, message };
    this.#thread.post({ type: 'stop', id: this.#job.id, code, message });
    const outcome = { kind: 'stopped' as const, code, message };
    // A thread that is starting hears later, and has called no guest yet.
    if (!this.#thread.ready) {
      this.#settled.resolve(outcome);
      return;
    }
    this.#deadline = setTimeout(() => this.#settled.resolve(outcome), GRACE_MS);
    this.#blocked = setTimeout(() => void this.#thread.terminate(), BLOCKED_MS);
  }

  /** The thread has no more to do with the job. */
  #leave(outcome: Outcome): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#blocked);
    this.#thread.detach(this.#job.id);
    this.#settled.resolve(outcome);
  }

  #onLost(error: Error): void {
    this.#lost = true;
    const { code, message } = this.#stopping ?? {
      code: 'ERR_WORKER_LOST' as const,
      message: `The worker of the tool was lost: ${error.message}`,
    };
    this.#leave({ kind: 'stopped', code, message });
  }

  #onMessage(message: Extract<FromWorker, { id: number }>): void {
    switch (message.type) {
      case 'started':
        this.warm = message.warm;
        this.#hand(() => this.#hooks.started?.({ warm: message.warm }));
        break;
      case 'stopping':
        this.#onStopping();
        break;
      case 'end':
        this.#leave(message.outcome);
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

  /** The thread has heard. What the guest holds may take long to end: then nobody waits for it, and a thread that has nobody else ends. */
  #onStopping(): void {
    if (this.#stopping === undefined) return;
    const outcome = { kind: 'stopped' as const, ...this.#stopping };
    clearTimeout(this.#blocked);
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      this.#settled.resolve(outcome);
      if (this.#thread.jobs === 1) void this.#thread.terminate();
    }, CLEAN_UP_MS);
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
    if (!this.#thread.ended) this.#thread.post({ type: 'authorized', id: this.#job.id, question, allowed });
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
