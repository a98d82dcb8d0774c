/**
 * `Worker`: a further instance of this program.
 *
 * https://nodejs.org/api/worker_threads.html#class-worker
 */
import { type Worker as HostWorker, type Outcome, start } from 'zora:node/workers@0.1.0';
import EventEmitter from '../../events.ts';
import process from '../../process.ts';
import { Readable, Writable } from '../../stream.ts';
import { channel } from '../diagnostics_channel/channel.ts';
import { type LoopHandle, nextTick, watch } from '../loop.ts';
import { endOf, MessagePort } from '../message-channel.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { refusal } from '../refuse.ts';
import { structuredClone } from '../structured-clone.ts';
import { validateObject } from '../validators.ts';
import { callHost } from '../wit-error.ts';
import { linkGroups } from './broadcast-channel.ts';
import { encode } from './codec.ts';
import { environmentData } from './environment-data.ts';
import { ERR_WORKER_INIT_FAILED, ERR_WORKER_OUT_OF_MEMORY } from './errors.ts';
import { give, joinGroup, openChannel } from './host-carrier.ts';
import { checkOptions, programOf, type ResourceLimits, type WorkerOptions } from './options.ts';
import type { FromWorker, Start } from './protocol.ts';
import { received } from './sent-error.ts';

const MiB = 1024 * 1024;
const started = /* @__PURE__ */ channel('worker_threads');

/** https://nodejs.org/api/worker_threads.html#class-worker */
export class Worker extends EventEmitter {
  readonly #handle: HostWorker;
  readonly #control: MessagePort;
  readonly #messages: MessagePort;
  readonly #watch: LoopHandle;
  readonly #limits: ResourceLimits;
  readonly #id: number;
  #ended = false;
  readonly stdin: InstanceType<typeof Writable> | null;
  readonly stdout: InstanceType<typeof Readable>;
  readonly stderr: InstanceType<typeof Readable>;
  readonly threadName: string;

  /** @throws ERR_WORKER_PATH, ERR_INVALID_ARG_TYPE and others; ERR_LIMIT_EXCEEDED where the grant allows no more of them */
  constructor(filename: unknown, given: Record<string, unknown> = {}) {
    super();
    const program = programOf(filename, given['eval']);
    const options = checkOptions(given);
    const control = openChannel();
    const messages = openChannel();
    this.#control = control.here;
    this.#messages = messages.here;
    this.#limits = options.resourceLimits;
    this.threadName = options.name;
    const { data, ports } = startMessage(program, options);
    const memory = options.resourceLimits.maxOldGenerationSizeMb;
    this.#handle = callHost(
      () =>
        start({
          argv: [program.kind === 'file' ? program.path : '[worker eval]', ...options.argv],
          environment: Object.entries(options.env),
          memory: memory === undefined ? undefined : Math.min(Math.ceil(memory * MiB) + BASE_MEMORY, 0xffff_ffff),
          start: { data, ports: [control.there, messages.there, ...ports] },
        }),
      'Worker',
    );
    this.#id = this.#handle.id();
    this.#watch = watch(this.#handle.subscribe(), () => this.#look(), 'WORKER');
    linkGroups(joinGroup);

    this.stdin = options.stdin ? this.#makeInput() : null;
    this.stdout = makeOutput(options.stdout ? undefined : process.stdout);
    this.stderr = makeOutput(options.stderr ? undefined : process.stderr);
    this.#control.on('message', (message: FromWorker) => this.#onControl(message));
    this.#control.unref();
    this.#messages.on('message', (message: unknown) => this.emit('message', message));
    this.#messages.on('messageerror', (error: unknown) => this.emit('messageerror', error));
    this.#messages.unref();
    if (started.hasSubscribers) started.publish({ worker: this });
    nextTick(() => process.emit('worker', this as never));
  }

  #makeInput(): InstanceType<typeof Writable> {
    const send = (chunk: Uint8Array | string | null) => this.#control.postMessage({ type: 'input', chunk });
    return new Writable({
      write(chunk: Uint8Array | string, _encoding, done) {
        send(chunk);
        done();
      },
      final(done) {
        send(null);
        done();
      },
    });
  }

  #onControl(message: FromWorker): void {
    switch (message.type) {
      case 'online':
        this.emit('online');
        break;
      case 'output': {
        const { stream, chunk, encoding } = message;
        (stream === 1 ? this.stdout : this.stderr).push(chunk, encoding as BufferEncoding);
        break;
      }
      case 'error':
        this.emit('error', received(message.error));
        break;
    }
  }

  /** Looks whether it has ended. */
  #look(): void {
    const outcome = this.#handle.outcome();
    if (this.#ended || outcome === null || outcome === undefined) return;
    this.#ended = true;
    this.#watch.close();
    // What it said before its end comes before it.
    while (endOf(this.#messages).deliver());
    while (endOf(this.#control).deliver());
    this.#messages.close();
    this.#control.close();
    this.#handle[Symbol.dispose]();
    this.stdout.push(null);
    this.stderr.push(null);
    const failure = failureOf(outcome);
    if (failure !== undefined) this.emit('error', failure);
    this.emit('exit', outcome.tag === 'exited' ? outcome.val : 1);
  }

  /** Ends it. @returns its exit code; undefined where it had ended */
  terminate(callback?: unknown): Promise<number | undefined> {
    if (typeof callback === 'function') {
      emitWarning(
        'Passing a callback to worker.terminate() is deprecated. It returns a Promise instead.',
        'DeprecationWarning',
        'DEP0132',
      );
      if (this.#ended) return Promise.resolve(undefined);
      this.once('exit', (code) => (callback as (error: null, code: number) => void)(null, code));
    }
    if (this.#ended) return Promise.resolve(undefined);
    this.ref();
    this.#handle.terminate();
    return new Promise((resolve) => this.once('exit', resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminate();
  }

  /** https://nodejs.org/api/worker_threads.html#workerpostmessagevalue-transferlist */
  postMessage(value: unknown, transfer?: unknown): void {
    if (!this.#ended) this.#messages.postMessage(value, transfer);
  }

  ref(): void {
    if (!this.#ended) this.#watch.ref();
  }

  unref(): void {
    if (!this.#ended) this.#watch.unref();
  }

  /** Its number; -1 once it has ended. */
  get threadId(): number {
    return this.#ended ? -1 : this.#id;
  }

  get resourceLimits(): ResourceLimits {
    return this.#ended ? {} : { ...this.#limits };
  }

  getHeapSnapshot(options?: unknown): never {
    if (options !== undefined) validateObject(options, 'options');
    throw refusal('worker.getHeapSnapshot()');
  }

  getHeapStatistics(): never {
    throw refusal('worker.getHeapStatistics()');
  }
}

/** What an instance needs before its program has any of its memory. */
const BASE_MEMORY = 32 * MiB;

function startMessage(
  program: Start['program'],
  options: WorkerOptions,
): { data: Uint8Array; ports: ReturnType<typeof give>[] } {
  const { execArgv, name, stdin, workerData, resourceLimits, transferList } = options;
  const start: Start = {
    program,
    execArgv,
    name,
    stdin,
    workerData,
    environmentData: environmentData(),
    resourceLimits,
  };
  const moved = transferList.filter((item) => item instanceof MessagePort);
  const copy = structuredClone({ start, ports: moved }, { transfer: transferList });
  const data = encode(copy.start, copy.ports);
  return { data, ports: copy.ports.map(give) };
}

function makeOutput(to: NodeJS.WritableStream | undefined): InstanceType<typeof Readable> {
  const stream = new Readable({ read() {} });
  if (to !== undefined) stream.on('data', (chunk: Uint8Array) => to.write(chunk));
  return stream;
}

function failureOf(outcome: Outcome): Error | undefined {
  if (outcome.tag !== 'failed') return undefined;
  if (/call stack/.test(outcome.val)) return new RangeError('Maximum call stack size exceeded');
  if (/memory|unreachable/.test(outcome.val)) return new ERR_WORKER_OUT_OF_MEMORY('JS heap out of memory');
  return new ERR_WORKER_INIT_FAILED(outcome.val);
}
