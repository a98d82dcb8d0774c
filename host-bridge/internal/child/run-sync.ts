import { systemError } from '../../capability/denial.ts';
import type { SyncOutput } from '../../wit/zora-node-child-process.d.ts';
import { type InputChannel, MAX_READ } from '../input-channel.ts';
import { MAX_WRITE, type OutputChannel } from '../output-channel.ts';
import type { Watcher } from '../readiness.ts';
import { toCallError, WitError } from '../wit-error.ts';
import type { HostChild } from './host-child.ts';

/** How long a child that got the signal keeps its pipes. */
const PIPES_CLOSE_MS = 30;

/** How a blocking run goes. */
export interface SyncRun {
  /** The command as the guest named it, for errors. */
  name: string;
  /** How many descriptors there are. */
  descriptors: number;
  /** Written to descriptor 0 where that is a pipe. */
  input: Uint8Array;
  /** The most bytes of each stream. */
  maxBuffer: number;
  /** The most bytes of all streams together. */
  maxTotal: number;
  /** Milliseconds; 0 is no limit. */
  timeoutMs: number;
  /** What ends the child when the time is out or a stream is too long, by its number. */
  signal: number;
}

/**
 * Runs a started child to its end, as Node's `spawnSync`: reads all of its streams until they end, and when the time or
 * a buffer runs out closes them and sends the signal, and waits for the child alone.
 */
export async function runSync(child: HostChild, run: SyncRun): Promise<SyncOutput> {
  let failure: string | undefined;
  const stopped = Promise.withResolvers<void>();
  const stop = (code: string) => {
    failure ??= code;
    stopped.resolve();
    child.process.signal(run.signal);
    // The signal first: a confined child gets it a little later, and SIGPIPE would be what ends it.
    setTimeout(() => child.pipes.destroy(), PIPES_CLOSE_MS).unref();
  };
  const timer =
    run.timeoutMs > 0 ? setTimeout(() => stop('ETIMEDOUT'), Math.min(run.timeoutMs, 2 ** 31 - 1)) : undefined;

  const budget = { left: run.maxTotal };
  const collected: (Collected | undefined)[] = [undefined];
  for (let descriptor = 1; descriptor < run.descriptors; descriptor++) {
    const channel = child.pipes.takeInput(descriptor);
    collected.push(channel && collect(channel, run.maxBuffer, budget, () => stop('ENOBUFS')));
  }
  const stdin = child.pipes.takeOutput(0);
  if (stdin !== undefined) void writeAll(stdin, run.input);
  child.pipes.release();

  const streams = Promise.all(collected.map((each) => each?.done));
  await Promise.race([streams, stopped.promise]);
  const status = await child.ended;
  clearTimeout(timer);
  return {
    pid: child.process.pid,
    status,
    output: collected.map((each) => each && Buffer.concat(each.chunks)),
    error:
      failure === undefined
        ? undefined
        : toCallError(systemError(failure, { syscall: `spawnSync ${run.name}`, path: run.name })).payload,
  };
}

/** The output of a child that did not start. */
export function notStarted(error: unknown): SyncOutput {
  const { payload } = toCallError(error);
  if (payload.tag !== 'system') throw error instanceof WitError ? error : toCallError(error);
  return {
    pid: 0,
    status: { code: undefined, signal: undefined },
    output: [],
    error: { tag: 'system', val: { ...payload.val, syscall: payload.val.syscall.replace(/^spawn /, 'spawnSync ') } },
  };
}

interface Collected {
  chunks: Uint8Array[];
  done: Promise<void>;
}

/**
 * Reads a channel to its end, or until there is more than `most` or than `budget`, which all streams share, has left. The
 * last chunk is kept whole.
 */
function collect(channel: InputChannel, most: number, budget: { left: number }, onExcess: () => void): Collected {
  const chunks: Uint8Array[] = [];
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let length = 0;
  const finish = () => {
    channel.readiness.detach(watcher);
    resolve();
  };
  const readOn = () => {
    try {
      for (;;) {
        const chunk = channel.read(MAX_READ);
        if (chunk.length === 0) return;
        chunks.push(chunk);
        length += chunk.length;
        budget.left -= chunk.length;
        if (length > most || budget.left < 0) {
          finish();
          onExcess();
          return;
        }
      }
    } catch {
      // The end, or a failure: Node's `spawnSync` does not tell them apart.
      finish();
    }
  };
  const watcher: Watcher = { armed: true, fire: () => queueMicrotask(readOn) };
  channel.readiness.attach(watcher);
  return { chunks, done };
}

async function writeAll(channel: OutputChannel, data: Uint8Array): Promise<void> {
  try {
    for (let at = 0; at < data.length; at += MAX_WRITE) {
      channel.write(data.subarray(at, at + MAX_WRITE));
      await channel.drained();
    }
    channel.end();
  } catch {
    // The child has closed its input: it does not want the rest.
  }
}
