import type { ExitStatus } from '../../wit/zora-node-child-process.d.ts';
import { Readiness } from '../readiness.ts';
import type { ChildPipes } from './pipes.ts';
import type { HostProcess } from './process.ts';
import { signalNumber } from './signals.ts';

/** The longest delay that Node's timers take. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A started child as the guest sees it. */
export class HostChild {
  readonly process: HostProcess;
  readonly pipes: ChildPipes;
  readonly readiness = new Readiness(() => this.#status !== undefined);
  /** How it ended, once what it wrote to descriptors that it inherited has been written, as in Node. */
  readonly ended: Promise<ExitStatus>;
  #status: ExitStatus | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param timeout the milliseconds after which the child gets a signal, by its number; 0 is never */
  constructor(process: HostProcess, pipes: ChildPipes, timeout: { milliseconds: number; signal: number }) {
    this.process = process;
    this.pipes = pipes;
    if (timeout.milliseconds > 0) {
      this.#timer = setTimeout(() => process.signal(timeout.signal), Math.min(timeout.milliseconds, MAX_TIMER_MS));
    }
    this.ended = process.ended.then(async (status) => {
      clearTimeout(this.#timer);
      await pipes.handedOn();
      return status;
    });
    void this.ended.then((status) => {
      this.#status = status;
      this.readiness.notify();
    });
  }

  /** How it ended; undefined while it runs. */
  get status(): ExitStatus | undefined {
    if (this.#status === undefined) this.readiness.rearm();
    return this.#status;
  }

  /** Sends a signal to the child alone. @returns false when it has ended */
  kill(signal: string): boolean {
    return this.process.signal(signalNumber(signal));
  }

  /** Closes every pipe: nobody is left to use them. */
  close(): void {
    clearTimeout(this.#timer);
    this.pipes.release();
    this.pipes.destroy();
  }
}
