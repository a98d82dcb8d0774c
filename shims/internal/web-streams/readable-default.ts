import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } from '../errors.ts';
import { webInterface } from '../web-class.ts';
import {
  closeStream,
  errorStream,
  type ReadableControllerCore,
  type ReadableCore,
  type ReadRequest,
} from './readable-core.ts';
import { invalidState, promised, react, SizedQueue, type Strategy } from './support.ts';

/** Where the chunks come from. */
export interface ReadableAlgorithms {
  pull: () => Promise<unknown>;
  cancel: (reason: unknown) => Promise<unknown>;
}

/**
 * The inside of a ReadableStreamDefaultController.
 * Source: Streams Standard, 4.6 and 4.9.4.
 */
export class ReadableDefaultCore implements ReadableControllerCore {
  readonly facade: ReadableStreamDefaultController;
  readonly stream: ReadableCore;
  readonly #queue = new SizedQueue<unknown>();
  readonly #strategy: Strategy<unknown>;
  #algorithms: ReadableAlgorithms | undefined;
  #started = false;
  #closeRequested = false;
  #pulling = false;
  #pullAgain = false;

  constructor(stream: ReadableCore, algorithms: ReadableAlgorithms, strategy: Strategy<unknown>) {
    this.stream = stream;
    this.#algorithms = algorithms;
    this.#strategy = strategy;
    this.facade = new ReadableStreamDefaultController(construct, this);
    stream.controller = this;
  }

  /** Begins to pull once the source has started. */
  startAfter(result: unknown): void {
    react(
      promised(result),
      () => {
        this.#started = true;
        this.#pullIfNeeded();
      },
      (reason) => this.error(reason),
    );
  }

  get desiredSize(): number | null {
    if (this.stream.state === 'errored') return null;
    return this.stream.state === 'closed' ? 0 : this.#strategy.highWaterMark - this.#queue.total;
  }

  get canCloseOrEnqueue(): boolean {
    return !this.#closeRequested && this.stream.state === 'readable';
  }

  get hasBackpressure(): boolean {
    return !this.#shouldPull();
  }

  close(): void {
    if (!this.canCloseOrEnqueue) return;
    this.#closeRequested = true;
    if (this.#queue.length === 0) this.#finish();
  }

  enqueue(chunk: unknown): void {
    if (!this.canCloseOrEnqueue) return;
    const request = this.stream.reader?.requests.shift();
    if (request) request.chunk(chunk);
    else {
      try {
        this.#queue.push(chunk, this.#strategy.size(chunk));
      } catch (error) {
        this.error(error);
        throw error;
      }
    }
    this.#pullIfNeeded();
  }

  error(reason: unknown): void {
    if (this.stream.state !== 'readable') return;
    this.#queue.clear();
    this.#algorithms = undefined;
    errorStream(this.stream, reason);
  }

  pull(request: ReadRequest): void {
    if (this.#queue.length === 0) {
      this.stream.reader?.requests.push(request);
      this.#pullIfNeeded();
      return;
    }
    const chunk = this.#queue.shift();
    if (this.#closeRequested && this.#queue.length === 0) this.#finish();
    else this.#pullIfNeeded();
    request.chunk(chunk);
  }

  cancel(reason: unknown): Promise<void> {
    this.#queue.clear();
    const algorithms = this.#algorithms as ReadableAlgorithms;
    this.#algorithms = undefined;
    return algorithms.cancel(reason) as Promise<void>;
  }

  release(): void {}

  #finish(): void {
    this.#algorithms = undefined;
    closeStream(this.stream);
  }

  #shouldPull(): boolean {
    if (!this.canCloseOrEnqueue || !this.#started) return false;
    return (this.stream.reader?.requests.length ?? 0) > 0 || (this.desiredSize as number) > 0;
  }

  #pullIfNeeded(): void {
    if (!this.#shouldPull()) return;
    if (this.#pulling) {
      this.#pullAgain = true;
      return;
    }
    this.#pulling = true;
    react(
      (this.#algorithms as ReadableAlgorithms).pull(),
      () => {
        this.#pulling = false;
        if (!this.#pullAgain) return;
        this.#pullAgain = false;
        this.#pullIfNeeded();
      },
      (reason) => this.error(reason),
    );
  }
}

const construct = Symbol('construct');
let coreOf: (controller: unknown) => ReadableDefaultCore;

/** https://nodejs.org/api/webstreams.html#class-readablestreamdefaultcontroller */
export class ReadableStreamDefaultController {
  readonly #core: ReadableDefaultCore;

  constructor(key: unknown = undefined, core: ReadableDefaultCore | undefined = undefined) {
    if (key !== construct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core as ReadableDefaultCore;
  }

  get desiredSize(): number | null {
    return coreOf(this).desiredSize;
  }

  close(): void {
    const core = coreOf(this);
    if (!core.canCloseOrEnqueue) throw invalidState('Controller is already closed');
    core.close();
  }

  enqueue(chunk: unknown = undefined): void {
    const core = coreOf(this);
    if (!core.canCloseOrEnqueue) throw invalidState('Controller is already closed');
    core.enqueue(chunk);
  }

  error(reason: unknown = undefined): void {
    coreOf(this).error(reason);
  }

  static {
    coreOf = (controller) => {
      if (typeof controller !== 'object' || controller === null || !(#core in controller)) {
        throw new ERR_INVALID_THIS('ReadableStreamDefaultController');
      }
      return controller.#core;
    };
  }
}

webInterface(ReadableStreamDefaultController, 'desiredSize', 'close', 'enqueue', 'error');
