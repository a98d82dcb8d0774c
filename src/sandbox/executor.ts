/** Carries out what a pool asks of one thread: any number of jobs at once, each in an instance of its own. */
import { type Compiler, loadCompiler } from '../../host-bridge/index.ts';
import type { ChildRegistry } from './child-table.ts';
import type { Prepared } from './instance.ts';
import { type RunningJob, runJob } from './job.ts';
import type { FromWorker, Job, LoadedComponent, ToWorker } from './messages.ts';
import { COMPILE_TOKENS } from './stack.ts';
import { Stock } from './stock.ts';

type Stop = Extract<ToWorker, { type: 'stop' }>;

/** It evaluates modules at run time. */
const compiles = ({ imports }: LoadedComponent) => imports.includes('zora:node/compiler');

/** See the file's head. */
export class Executor {
  readonly #post: (message: FromWorker) => void;
  readonly #registry: ChildRegistry;
  readonly #stocks = new Map<string, Stock>();
  /** Jobs under way; undefined while one is about to begin. */
  readonly #jobs = new Map<number, RunningJob | undefined>();
  /** Jobs that were stopped before they had begun. */
  readonly #stops = new Map<number, Stop>();
  #compiler: Promise<Compiler> | undefined;

  constructor(post: (message: FromWorker) => void, registry: ChildRegistry) {
    this.#post = post;
    this.#registry = registry;
  }

  handle(message: ToWorker): void {
    switch (message.type) {
      case 'load':
        this.#stocks.set(message.component.id, new Stock(message.component));
        this.#prefetch(message.component);
        break;
      case 'run':
        this.#jobs.set(message.job.id, undefined);
        this.#start(message.job).catch((error: Error) => {
          const stopped = { kind: 'stopped' as const, code: 'ERR_WORKER_LOST' as const, message: error.message };
          this.#end(message.job.id, stopped, false);
        });
        break;
      case 'stop':
        this.#stop(message);
        break;
      case 'authorized':
        this.#jobs.get(message.id)?.answer(message.question, message.allowed);
        break;
    }
  }

  async #start(job: Job): Promise<void> {
    const { id } = job;
    const stock = this.#stocks.get(job.component);
    if (stock === undefined) throw new TypeError(`component ${job.component} was not loaded into this thread`);
    const compiler = compiles(stock.component) ? await this.#theCompiler() : undefined;
    let warm = false;
    const take = (memoryBytes: number): Prepared => {
      const taken = stock.take(memoryBytes);
      warm = taken.warm;
      this.#post({ type: 'started', id, warm });
      return taken.prepared;
    };
    const run = runJob(stock.component, job, {
      compiler,
      registry: this.#registry,
      take,
      audit: (event) => this.#post({ type: 'audit', id, event }),
      ask: (question, request) => this.#post({ type: 'authorize', id, question, request }),
      output: (stream, data) => this.#post({ type: 'output', id, stream, data }),
    });
    this.#jobs.set(id, run);
    const stop = this.#stops.get(id);
    if (stop !== undefined) this.#stop(stop);
    const outcome = await run.outcome;
    this.#end(id, outcome, warm);
    stock.refill();
  }

  #stop(stop: Stop): void {
    if (!this.#jobs.has(stop.id)) return;
    const job = this.#jobs.get(stop.id);
    if (job === undefined) this.#stops.set(stop.id, stop);
    else job.stop(stop.code, stop.message);
    this.#post({ type: 'stopping', id: stop.id });
  }

  #end(id: number, outcome: Extract<FromWorker, { type: 'end' }>['outcome'], warm: boolean): void {
    this.#jobs.delete(id);
    this.#stops.delete(id);
    this.#post({ type: 'end', id, outcome, warm });
  }

  #theCompiler(): Promise<Compiler> {
    return (this.#compiler ??= loadCompiler({ tokensHere: COMPILE_TOKENS }));
  }

  /**
   * Loads ahead what instances of a component will want. One that runs scripts imports everything, and most scripts use little of
   * it: there it is loaded when it is used.
   */
  #prefetch(component: LoadedComponent): void {
    if (compiles(component)) {
      void this.#theCompiler();
      return;
    }
    if (component.imports.includes('zora:node/child-process')) void import('execa');
    if (component.imports.includes('zora:node/http')) void import('undici');
  }
}
