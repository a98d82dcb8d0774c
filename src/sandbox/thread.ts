/** A thread that runs jobs, as the pool sees it: a worker thread, or the embedder's own. */
import { Worker } from 'node:worker_threads';
import { codeFile } from '../build/paths.ts';
import { childRegistry, createChildTable, killChildren } from './child-table.ts';
import type { FromWorker, LoadedComponent, ToWorker } from './messages.ts';
import { STACK_MIB } from './stack.ts';

const WORKER = codeFile('src/sandbox/worker');

/** Who waits for a job. */
export interface Listener {
  onMessage(message: Extract<FromWorker, { id: number }>): void;
  /** The thread is gone. */
  onLost(error: Error): void;
}

/** See the file's head. */
export abstract class Thread {
  readonly #loaded = new Set<string>();
  readonly #jobs = new Map<number, Listener>();
  /** It has started, and hears what it is told. */
  ready = false;
  /** It has ended, or is being ended. */
  ended = false;
  /** When it had no job any more (`performance.now`). */
  idleSince = performance.now();
  /** Called when it has ended. */
  onEnd: (thread: Thread) => void = () => {};

  /** How many jobs it has. */
  get jobs(): number {
    return this.#jobs.size;
  }

  /** Gives it a job: `listener` gets what it says of it. */
  attach(id: number, listener: Listener): void {
    this.#jobs.set(id, listener);
    if (this.#jobs.size === 1) this.keepAlive(true);
  }

  detach(id: number): void {
    if (!this.#jobs.delete(id) || this.#jobs.size > 0) return;
    this.idleSince = performance.now();
    this.keepAlive(false);
  }

  /** Sends a component's compiled modules, once. */
  load(component: LoadedComponent): void {
    if (this.#loaded.has(component.id)) return;
    this.#loaded.add(component.id);
    this.post({ type: 'load', component });
  }

  abstract post(message: ToWorker): void;

  /** Ends it whatever it does, and the children that it had started. */
  abstract terminate(): Promise<void>;

  /** Whether it keeps the process alive. */
  protected abstract keepAlive(alive: boolean): void;

  protected receive(message: FromWorker): void {
    if (message.type === 'ready') this.ready = true;
    else this.#jobs.get(message.id)?.onMessage(message);
  }

  protected lost(error: Error): void {
    this.ended = true;
    this.onEnd(this);
    const jobs = [...this.#jobs.values()];
    for (const { onLost } of jobs) onLost(error);
  }
}

/** A worker thread. */
export class WorkerThread extends Thread {
  readonly #worker: Worker;
  readonly #children = createChildTable();

  constructor() {
    super();
    this.#worker = new Worker(WORKER, {
      workerData: { children: this.#children },
      stdin: false,
      env: process.env,
      resourceLimits: { stackSizeMb: STACK_MIB },
    });
    this.#worker.on('message', (message: FromWorker) => this.receive(message));
    this.#worker.on('error', (error: Error) => this.#gone(error));
    this.#worker.on('exit', (code) => this.#gone(new Error(`the worker ended with code ${code}`)));
    this.#worker.unref();
  }

  #gone(error: Error): void {
    killChildren(this.#children);
    this.lost(error);
  }

  post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  protected keepAlive(alive: boolean): void {
    if (alive) this.#worker.ref();
    else this.#worker.unref();
  }

  async terminate(): Promise<void> {
    this.ended = true;
    await this.#worker.terminate();
    killChildren(this.#children);
  }
}

/**
 * The thread that it is made in (`isolation: 'inline'`). Guests are preempted here, too; what blocks in the host's own
 * functions blocks the embedder.
 */
export class InlineThread extends Thread {
  readonly #children = createChildTable();
  #executor: Promise<{ handle(message: ToWorker): void }> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    super();
    this.ready = true;
  }

  post(message: ToWorker): void {
    // Loaded with the first message: most embedders have worker threads.
    this.#executor ??= import('./executor.ts').then(
      ({ Executor }) => new Executor((answer) => this.receive(answer), childRegistry(this.#children)),
    );
    void this.#executor.then((executor) => {
      if (!this.ended) executor.handle(message);
    });
  }

  protected keepAlive(alive: boolean): void {
    clearInterval(this.#timer);
    this.#timer = alive ? setInterval(() => {}, 0x7fffffff) : undefined;
  }

  async terminate(): Promise<void> {
    if (this.ended) return;
    this.keepAlive(false);
    killChildren(this.#children);
    this.lost(new Error('the sandbox was disposed'));
  }
}
