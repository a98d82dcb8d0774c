/** `zora:node/stdio`: the instance's own standard streams. */
import type { Readable, Writable } from 'node:stream';
import type { Limits } from './capability/limits.ts';
import { closedInput, type InputChannel, inputFromReadable } from './internal/input-channel.ts';
import { discardingOutput, OutputChannel, type OutputMeter, outputToShared } from './internal/output-channel.ts';
import { InputStream, OutputStream } from './io.ts';
import type * as Stdio from './wit/zora-node-stdio.d.ts';

const NEWLINE = 10;

/** Where standard input comes from: a stream, all of its bytes, or nothing. */
export type StdinSource = Readable | Uint8Array | string | null | undefined;

/** Where an output goes: a stream of the host's (never ended nor destroyed), a function, or nowhere. */
export type StdoutSink = Writable | ((chunk: Uint8Array) => void | Promise<void>) | null | undefined;

/** What an instance's standard streams are connected to. */
export interface StdioOptions {
  stdin?: StdinSource;
  stdout?: StdoutSink;
  stderr?: StdoutSink;
  /** What the guest is told about terminals; by default what the given streams say of themselves. */
  terminal?: Partial<Stdio.Terminal> | undefined;
}

/** The standard streams of one instance: one channel each, however many handles there are. */
export class InstanceStdio {
  readonly #options: StdioOptions;
  readonly #meters: Readonly<Record<1 | 2, OutputMeter>> | undefined;
  #stdin: InputChannel | undefined;
  #outputs: [OutputChannel | undefined, OutputChannel | undefined] = [undefined, undefined];

  /** @param limits counts what is written to both outputs, and the lines of standard error */
  constructor(options: StdioOptions, limits?: Pick<Limits, 'count'>) {
    this.#options = options;
    this.#meters = limits && metersOf(limits);
  }

  /** Standard input. The source is not read before somebody asks for it: reading takes bytes away from others. */
  get stdin(): InputChannel {
    return (this.#stdin ??= openInput(this.#options.stdin));
  }

  /** Standard output (1) or error (2). */
  output(descriptor: 1 | 2): OutputChannel {
    const index = descriptor === 1 ? 0 : 1;
    const sink = descriptor === 1 ? this.#options.stdout : this.#options.stderr;
    return (this.#outputs[index] ??= openOutput(sink, this.#meters?.[descriptor]));
  }

  /** Resolves when what was written has been handed on, or cannot be any more. */
  async flush(): Promise<void> {
    await Promise.all(this.#outputs.map((channel) => channel?.settled()));
  }

  /** Lets go of the streams. */
  dispose(): void {
    this.#stdin?.cancel();
    for (const channel of this.#outputs) channel?.cancel();
  }

  /** The interface over these streams. */
  readonly imports: typeof Stdio = {
    getStdin: () => new InputStream(this.stdin),
    getStdout: () => new OutputStream(this.output(1)),
    getStderr: () => new OutputStream(this.output(2)),
    getTerminal: () => ({ ...detectTerminal(this.#options), ...this.#options.terminal }),
  };
}

function metersOf(limits: Pick<Limits, 'count'>): Record<1 | 2, OutputMeter> {
  const count = (bytes: number) => limits.count('outputBytes', bytes);
  return {
    1: count,
    2: (bytes, data) => {
      count(bytes);
      limits.count('logLines', lineEnds(data));
    },
  };
}

function lineEnds(data: Uint8Array): number {
  let lines = 0;
  for (let at = data.indexOf(NEWLINE); at >= 0; at = data.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

function openInput(source: StdinSource): InputChannel {
  if (source === null || source === undefined) return closedInput();
  if (typeof source === 'string') return closedInput(Buffer.from(source));
  if (source instanceof Uint8Array) return closedInput(source);
  return inputFromReadable(source, { keep: true, lazy: true });
}

function openOutput(sink: StdoutSink, meter: OutputMeter | undefined): OutputChannel {
  if (sink === null || sink === undefined) return discardingOutput(meter);
  if (typeof sink !== 'function') return outputToShared(sink, meter);
  return new OutputChannel(
    {
      write: (data, done) => {
        Promise.try(sink, data).then(() => done(), done);
      },
      end: (done) => done(),
      cancel() {},
    },
    meter,
  );
}

interface MaybeTerminal {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  getColorDepth?: () => number;
}

function detectTerminal({ stdin, stdout, stderr }: StdioOptions): Stdio.Terminal {
  const of = (stream: unknown): MaybeTerminal => (typeof stream === 'object' && stream !== null ? stream : {});
  const screen = [of(stdout), of(stderr)].find((stream) => stream.isTTY);
  return {
    stdin: of(stdin).isTTY === true,
    stdout: of(stdout).isTTY === true,
    stderr: of(stderr).isTTY === true,
    columns: screen?.columns ?? 0,
    rows: screen?.rows ?? 0,
    colorDepth: screen?.getColorDepth?.() ?? 1,
  };
}
