import type { ReadableByteCore } from './readable-byte.ts';
import { acquireReader, cancelStream, type ReadableCore, readFrom } from './readable-core.ts';
import type { ReadableDefaultCore } from './readable-default.ts';
import { createByteStream, createReadable, type ReadableStream } from './readable-stream.ts';
import { defer, react } from './support.ts';

interface Branch {
  controller: ReadableDefaultCore | ReadableByteCore;
  cancelled: boolean;
  reason: unknown;
}

const sameChunk = (chunk: unknown): unknown => chunk;

/**
 * Two branches of a stream; a byte stream's branches are byte streams, the second with copies of the chunks.
 * Byte streams are read with a default reader here: the standard's detour through the branches' own buffers saves a
 * copy, and costs more code than it is worth.
 * Source: Streams Standard, 4.9.1 ReadableStreamTee.
 * @param copyOf makes the second branch's chunks, where the stream is none of bytes
 */
export function teeStream(stream: ReadableCore, copyOf = sameChunk): [ReadableStream, ReadableStream] {
  const reader = acquireReader(stream);
  const bytes = 'pullInto' in stream.controller;
  const cancelled = defer();
  const branches: Branch[] = [];
  let reading = false;
  let readAgain = false;

  const open = () => branches.filter((branch) => !branch.cancelled);
  const settleCancel = () => {
    if (open().length > 0) cancelled.resolve();
  };
  const pull = (): Promise<void> => {
    if (reading) {
      readAgain = true;
      return Promise.resolve();
    }
    reading = true;
    readFrom(reader, {
      // A microtask later, so that an error of the stream reaches the branches before a chunk read ahead of it.
      chunk: (chunk) =>
        queueMicrotask(() => {
          readAgain = false;
          deliver(chunk);
          reading = false;
          if (readAgain) pull();
        }),
      close: () => {
        reading = false;
        for (const { controller } of open()) {
          controller.close();
          if ('pending' in controller && controller.pending.length > 0) controller.respond(0);
        }
        settleCancel();
      },
      error: () => {
        reading = false;
      },
    });
    return Promise.resolve();
  };
  const deliver = (chunk: unknown) => {
    const targets = open();
    // The copy is made first: the first branch's controller takes the chunk's memory over.
    const copy = targets.length < 2 ? chunk : bytes ? (chunk as Uint8Array).slice() : copyOf(chunk);
    targets.forEach(({ controller }, nth) => {
      controller.enqueue((nth === 0 ? chunk : copy) as Uint8Array);
    });
  };
  const cancelBranch = (nth: number) => (reason: unknown) => {
    const branch = branches[nth] as Branch;
    branch.cancelled = true;
    branch.reason = reason;
    if (open().length === 0) {
      const reasons = branches.map((other) => other.reason);
      react(cancelStream(stream, reasons), cancelled.resolve, cancelled.reject);
    }
    return cancelled.promise;
  };

  const make = (nth: number): ReadableStream => {
    const algorithms = { pull, cancel: cancelBranch(nth) };
    const [branch, controller] = bytes ? createByteStream(algorithms) : createReadable(algorithms);
    branches.push({ controller, cancelled: false, reason: undefined });
    return branch;
  };
  const streams: [ReadableStream, ReadableStream] = [make(0), make(1)];
  react(reader.closed.promise, undefined, (reason) => {
    for (const { controller } of branches) controller.error(reason);
    settleCancel();
  });
  return streams;
}
