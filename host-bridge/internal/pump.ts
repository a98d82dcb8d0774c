/** Bytes that pass through the host on their way from one party to another, with back-pressure. */
import type { Readable, Writable } from 'node:stream';
import { type InputChannel, MAX_READ } from './input-channel.ts';
import { MAX_WRITE, type OutputChannel } from './output-channel.ts';
import type { Watcher } from './readiness.ts';

/** Moves what `readable` gives into `sink`, which it does not end. A sink that takes no more closes the readable. */
export function drainInto(readable: Readable, sink: OutputChannel): void {
  readable.on('data', (chunk: Buffer) => {
    try {
      for (let at = 0; at < chunk.length; at += MAX_WRITE) sink.write(chunk.subarray(at, at + MAX_WRITE));
      if (sink.readiness.ready) return;
    } catch {
      // The sink is closed, has failed or is full for good: the writer learns of it as from a broken pipe.
      readable.destroy();
      return;
    }
    readable.pause();
    void sink.drained().then(() => readable.resume());
  });
  readable.on('error', () => readable.destroy());
}

/** Moves what `source` gives into `writable` until one of them is done, and ends the writable. */
export async function feedFrom(source: InputChannel, writable: Writable): Promise<void> {
  writable.on('error', () => writable.destroy());
  while (!writable.destroyed) {
    let chunk: Uint8Array;
    try {
      chunk = source.read(MAX_READ);
    } catch {
      // The end of the source, or its failure: either way nothing follows.
      writable.end();
      return;
    }
    if (chunk.length === 0) await readable(source, writable);
    else if (!writable.write(chunk)) await drained(writable);
  }
}

/** Resolves when `source` can be read, or nobody takes its bytes any more. */
function readable(source: InputChannel, writable: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      writable.off('close', done);
      source.readiness.detach(watcher);
      resolve();
    };
    const watcher: Watcher = { armed: true, fire: () => queueMicrotask(done) };
    writable.once('close', done);
    source.readiness.attach(watcher);
  });
}

function drained(writable: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      writable.off('close', done).off('drain', done);
      resolve();
    };
    writable.once('close', done).once('drain', done);
  });
}
