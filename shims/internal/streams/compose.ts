/** `stream.compose`. https://nodejs.org/api/stream.html#streamcomposestreams */
import { AbortError, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } from '../errors.ts';
import { destroyer } from './destroy.ts';
import { Duplex } from './duplex.ts';
import { duplexify } from './duplexify.ts';
import { eos } from './end-of-stream.ts';
import { pipelineImpl } from './pipeline.ts';
import type { Callback, MaybeError, NodeStream } from './types.ts';
import {
  isNodeStream,
  isReadable,
  isReadableStream,
  isTransformStream,
  isWebStream,
  isWritable,
  isWritableStream,
} from './utils.ts';

type Composed = NodeStream & {
  push(chunk: unknown): boolean;
  _write(chunk: unknown, encoding: string, callback: Callback): void;
  _final(callback: Callback): void;
  _read(): void;
};

const canWrite = (value: unknown): boolean =>
  !!(isWritable(value) || isWritableStream(value) || isTransformStream(value));
const canRead = (value: unknown): boolean =>
  !!(isReadable(value) || isReadableStream(value) || isTransformStream(value));

/**
 * One duplex that writes to the first of `streams` and reads from the last.
 * @throws ERR_MISSING_ARGS, ERR_INVALID_ARG_VALUE
 */
export function compose(...streams: unknown[]): NodeStream {
  if (streams.length === 0) throw new ERR_MISSING_ARGS('streams');
  if (streams.length === 1) return duplexify(streams[0], 'body');
  const given = [...streams];
  if (typeof streams[0] === 'function') streams[0] = duplexify(streams[0], 'streams[0]');
  const last = streams.length - 1;
  if (typeof streams[last] === 'function') streams[last] = duplexify(streams[last], `streams[${last}]`);
  for (let n = 0; n < streams.length; n++) {
    const stream = streams[n];
    // Functions and iterables are made to fit where they are used.
    if (!isNodeStream(stream) && !isWebStream(stream)) continue;
    if (n < last && !canRead(stream)) {
      throw new ERR_INVALID_ARG_VALUE(`streams[${n}]`, given[n], 'must be readable');
    }
    if (n > 0 && !canWrite(stream)) {
      throw new ERR_INVALID_ARG_VALUE(`streams[${n}]`, given[n], 'must be writable');
    }
  }

  let onDrain: Callback | null = null;
  let onFinish: Callback | null = null;
  let onReadable: (() => void) | null = null;
  /** Undefined while the pipeline runs, null once it is through. */
  let onClose: Callback | null | undefined;
  let composed: Composed;

  const onFinished = (error?: MaybeError): void => {
    const callback = onClose;
    onClose = null;
    if (callback) callback(error);
    else if (error) composed.destroy(error);
    else if (!readable && !writable) composed.destroy();
  };
  const head = streams[0] as NodeStream;
  const tail = pipelineImpl(streams, onFinished) as NodeStream;
  const writable = canWrite(head);
  const readable = canRead(tail);
  composed = new (Duplex as unknown as new (options: object) => Composed)({
    // Node streams say what they carry; web streams carry anything.
    writableObjectMode: !!(isNodeStream(head) ? head.writableObjectMode : true),
    readableObjectMode: !!(isNodeStream(tail) ? tail.readableObjectMode : true),
    writable,
    readable,
  });
  if (writable) {
    if (isNodeStream(head)) {
      composed._write = (chunk, encoding, callback) => {
        if (head.write(chunk, encoding)) callback();
        else onDrain = callback;
      };
      composed._final = (callback) => {
        head.end();
        onFinish = callback;
      };
      head.on('drain', () => {
        const callback = onDrain;
        onDrain = null;
        callback?.();
      });
    } else {
      const target = (isTransformStream(head) ? (head as TransformStream).writable : head) as WritableStream;
      const writer = target.getWriter();
      composed._write = async (chunk, _encoding, callback) => {
        try {
          await writer.ready;
          writer.write(chunk).catch(() => {});
          callback();
        } catch (error) {
          callback(error as Error);
        }
      };
      composed._final = async (callback) => {
        try {
          await writer.ready;
          writer.close().catch(() => {});
          onFinish = callback;
        } catch (error) {
          callback(error as Error);
        }
      };
    }
    const read = isTransformStream(tail) ? (tail as TransformStream).readable : tail;
    eos(read, () => {
      const callback = onFinish;
      onFinish = null;
      callback?.();
    });
  }
  if (readable) {
    if (isNodeStream(tail)) {
      tail.on('readable', () => {
        const callback = onReadable;
        onReadable = null;
        callback?.();
      });
      tail.on('end', () => composed.push(null));
      composed._read = () => {
        while (true) {
          const chunk = tail.read();
          if (chunk === null) {
            onReadable = composed._read;
            return;
          }
          if (!composed.push(chunk)) return;
        }
      };
    } else {
      const source = (isTransformStream(tail) ? (tail as TransformStream).readable : tail) as ReadableStream;
      const reader = source.getReader();
      composed._read = async () => {
        while (true) {
          try {
            const { value, done } = await reader.read();
            if (done) {
              composed.push(null);
              return;
            }
            if (!composed.push(value)) return;
          } catch {
            // The pipeline reports it.
            return;
          }
        }
      };
    }
  }
  composed._destroy = (error, callback) => {
    if (!error && onClose !== null) error = new AbortError();
    onReadable = null;
    onDrain = null;
    onFinish = null;
    if (isNodeStream(tail)) destroyer(tail, error);
    if (onClose === null) callback(error);
    else onClose = callback;
  };
  return composed;
}
