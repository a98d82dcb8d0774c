/** The workers of one program, whoever of them started which. */
import type { Limits } from '../../capability/limits.ts';
import type * as Wit from '../../wit/zora-node-workers.d.ts';
import { Readiness } from '../readiness.ts';
import { Channels, type Waiting } from './channels.ts';

/** How the sandbox runs a further instance. */
export interface WorkerStart {
  readonly argv: readonly string[];
  /** Absent: what the grant shows. */
  readonly environment: Readonly<Record<string, string>> | undefined;
  /** Bytes that its memory may hold; absent: what the grant says. */
  readonly memoryBytes: number | undefined;
  /** For the instance's own bridge. */
  readonly membership: Membership;
}

/** An instance under way. */
export interface RunningInstance {
  /** Its end; does not reject. */
  readonly ended: Promise<Wit.Outcome>;
  /** Ends it. */
  terminate(): void;
}

/** Runs an instance of the program's component: what the sandbox brings. */
export type StartInstance = (start: WorkerStart) => RunningInstance;

/** A worker's place in its program. */
export interface Membership {
  readonly crew: Crew;
  /** 0 for the program itself. */
  readonly id: number;
  /** What it was started with, until it has asked for it. */
  start: Waiting | undefined;
}

/** A worker, seen from the one that started it. */
export class HostWorker {
  readonly id: number;
  readonly readiness = new Readiness(() => this.outcome !== undefined);
  outcome: Wit.Outcome | undefined;
  #instance: RunningInstance | undefined;
  #terminated = false;

  constructor(id: number) {
    this.id = id;
  }

  /** Follows the instance to its end. */
  async follow(instance: RunningInstance): Promise<void> {
    this.#instance = instance;
    const outcome = await instance.ended;
    this.outcome = this.#terminated && outcome.tag !== 'exited' ? { tag: 'terminated' } : outcome;
    this.readiness.notify();
  }

  terminate(): void {
    this.#terminated = true;
    this.#instance?.terminate();
  }
}

/** All the workers of a program, and what they say to each other. */
export class Crew {
  readonly channels = new Channels();
  readonly #limits: Limits;
  readonly #startInstance: StartInstance | undefined;
  readonly #running = new Set<{ worker: HostWorker; ended: Promise<void> }>();
  #lastId = 0;
  #ended = false;

  /** @param startInstance absent where the program's component evaluates no modules */
  constructor(limits: Limits, startInstance: StartInstance | undefined) {
    this.#limits = limits;
    this.#startInstance = startInstance;
  }

  /** Whether workers can be started at all. */
  get canStart(): boolean {
    return this.#startInstance !== undefined && !this.#ended;
  }

  /** @throws LimitExceeded */
  start(options: Omit<WorkerStart, 'membership'>, start: Waiting): HostWorker {
    if (this.#startInstance === undefined) throw new TypeError('No worker can be started');
    const release = this.#limits.acquire('workers');
    const worker = new HostWorker(++this.#lastId);
    const membership: Membership = { crew: this, id: worker.id, start };
    let instance: RunningInstance;
    try {
      instance = this.#startInstance({ ...options, membership });
    } catch (error) {
      release();
      throw error;
    }
    const entry = {
      worker,
      ended: worker.follow(instance).finally(() => {
        release();
        this.#running.delete(entry);
      }),
    };
    this.#running.add(entry);
    return worker;
  }

  /** Ends every worker, and resolves when they are gone. */
  async dispose(): Promise<void> {
    this.#ended = true;
    const running = [...this.#running];
    for (const { worker } of running) worker.terminate();
    await Promise.all(running.map(({ ended }) => ended));
    this.channels.dispose();
  }
}
