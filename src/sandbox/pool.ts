/** The worker threads: one job each at a time, so that a guest that spins holds up nobody and can be ended. */
import { Worker } from 'node:worker_threads';
import { codeFile } from '../build/paths.ts';
import { createChildTable, killChildren } from './child-table.ts';
import { SandboxError } from './errors.ts';
import type { FromWorker, LoadedComponent, ToWorker } from './messages.ts';
import { STACK_MIB } from './stack.ts';

const WORKER = codeFile('src/sandbox/worker');

/** A worker thread while it is held for one job. */
export class PooledWorker {
  readonly #worker: Worker;
  readonly #children = createChildTable();
  readonly #loaded = new Set<string>();
  #listener: ((message: FromWorker) => void) | undefined;
  #lost: ((error: Error) => void) | undefined;
  /** The thread has ended, or is being ended. */
  ended = false;

  /** Called when the thread has ended. */
  onEnd: (worker: PooledWorker) => void = () => {};

  constructor() {
    this.#worker = new Worker(WORKER, {
      workerData: { children: this.#children },
      stdin: false,
      env: process.env,
      resourceLimits: { stackSizeMb: STACK_MIB },
    });
    this.#worker.on('message', (message: FromWorker) => this.#listener?.(message));
    this.#worker.on('error', (error: Error) => this.#end(error));
    this.#worker.on('exit', (code) => this.#end(new Error(`the worker ended with code ${code}`)));
    this.#worker.unref();
  }

  #end(error: Error): void {
    this.ended = true;
    killChildren(this.#children);
    this.onEnd(this);
    this.#lost?.(error);
    this.#lost = undefined;
  }

  /** Takes the thread for a job: `listener` gets its messages, `lost` is called if the thread dies. */
  attach(listener: (message: FromWorker) => void, lost: (error: Error) => void): void {
    this.#listener = listener;
    this.#lost = lost;
    this.#worker.ref();
  }

  detach(): void {
    this.#listener = undefined;
    this.#lost = undefined;
    this.#worker.unref();
  }

  /** Sends a component's compiled modules, once a worker. */
  load(component: LoadedComponent): void {
    if (this.#loaded.has(component.id)) return;
    this.#loaded.add(component.id);
    this.post({ type: 'load', component });
  }

  post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** Ends the thread whatever it does, and the children that it had started. */
  async terminate(): Promise<void> {
    this.ended = true;
    await this.#worker.terminate();
    killChildren(this.#children);
  }
}

let spare: PooledWorker | undefined;

/** Starts a thread before there is a pool: the next pool takes it. A thread takes as long to start as all the rest of a short run. */
export function startSpareWorker(): void {
  spare ??= new PooledWorker();
}

/** See the file's head. */
export class WorkerPool {
  readonly #maximum: number;
  readonly #idle: PooledWorker[] = [];
  readonly #all = new Set<PooledWorker>();
  readonly #waiting: { resolve(worker: PooledWorker): void; reject(error: Error): void }[] = [];
  #closed = false;

  /** @param maximum the most threads at once */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** Threads that run now, idle ones included. */
  get size(): number {
    return this.#all.size;
  }

  /** A thread runs already, or the next one needs no start. */
  get running(): boolean {
    return this.#all.size > 0 || spare !== undefined;
  }

  /** Starts threads ahead of need, up to `count`. */
  warm(count: number): void {
    while (!this.#closed && this.#all.size < Math.min(count, this.#maximum)) this.#idle.push(this.#start());
  }

  /**
   * A free worker; waits while all are taken.
   * @throws SandboxError `ABORT_ERR`, `ERR_SANDBOX_CLOSED`
   */
  async acquire(signal?: AbortSignal): Promise<PooledWorker> {
    if (this.#closed) throw closedError();
    if (signal?.aborted) throw abortError(signal);
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#all.size < this.#maximum) return this.#start();
    return this.#queue(signal);
  }

  async #queue(signal: AbortSignal | undefined): Promise<PooledWorker> {
    const { promise, resolve, reject } = Promise.withResolvers<PooledWorker>();
    const entry = { resolve, reject };
    this.#waiting.push(entry);
    const onAbort = () => {
      this.#waiting.splice(this.#waiting.indexOf(entry), 1);
      reject(abortError(signal as AbortSignal));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Gives a worker back; an ended one is replaced when somebody waits. */
  release(worker: PooledWorker): void {
    worker.detach();
    if (this.#closed) {
      void worker.terminate();
      return;
    }
    if (worker.ended) {
      this.#all.delete(worker);
      const next = this.#waiting.shift();
      next?.resolve(this.#start());
      return;
    }
    const next = this.#waiting.shift();
    if (next !== undefined) next.resolve(worker);
    else this.#idle.push(worker);
  }

  #start(): PooledWorker {
    const worker = spare ?? new PooledWorker();
    spare = undefined;
    worker.onEnd = (ended) => this.#forget(ended);
    this.#all.add(worker);
    return worker;
  }

  #forget(worker: PooledWorker): void {
    this.#all.delete(worker);
    const index = this.#idle.indexOf(worker);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  /** Ends every thread and refuses whoever waits. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(closedError());
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }
}

function closedError(): SandboxError {
  return new SandboxError('ERR_SANDBOX_CLOSED', 'The sandbox has been disposed');
}

export function abortError(signal: AbortSignal): SandboxError {
  return new SandboxError('ABORT_ERR', 'The operation was aborted', { cause: signal.reason });
}
