/** One write of a stream: its bytes go through the codec a piece of output at a time, as fast as the reader takes them. */
import { Buffer } from '../buffer/buffer.ts';
import { ERR_TRAILING_JUNK_AFTER_STREAM_END } from '../errors.ts';
import { nextTick, setCheck } from '../loop.ts';
import type { CodecHandle } from './codec-handle.ts';
import type { ZlibStream } from './types.ts';

/** Takes one write through the codec, a piece of output in each callback of the loop. */
export function processChunk(
  stream: ZlibStream,
  chunk: Uint8Array,
  flush: number,
  done: (error?: Error) => void,
): void {
  const handle = stream._handle;
  if (!handle) {
    nextTick(done);
    return;
  }
  handle.begin(chunk, flush);
  const step = (): void => {
    setCheck(() => {
      if (stream.destroyed) {
        done();
        return;
      }
      const outcome = advance(stream, handle);
      if (outcome === 'done') finishChunk(stream, handle, done);
      else if (outcome === 'destroyed') done();
      else if (outcome === 'room') step();
      else if (outcome === 'full') stepWhenRead(stream, step);
    });
  };
  step();
}

/**
 * One step: the chunk is `done` with, or there is more to come and `room` for it or the reader is `full`. A stream that
 * was `destroyed` on the way goes on without it; one that `failed` does not go on.
 */
function advance(stream: ZlibStream, handle: CodecHandle): 'done' | 'room' | 'full' | 'destroyed' | 'failed' {
  const before = handle.left;
  const room = stream._chunkSize - stream._outOffset;
  let output: ReturnType<CodecHandle['step']>;
  try {
    output = handle.step(room);
  } catch (error) {
    stream._error = error;
    stream.destroy(error as Error);
    return 'failed';
  }
  stream.bytesWritten += before - handle.left;
  const { bytes, done } = output;
  stream._outOffset = bytes.length >= room ? 0 : stream._outOffset + bytes.length;
  const wantsMore = bytes.length === 0 || stream.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (stream.destroyed) return 'destroyed';
  if (done) return 'done';
  return wantsMore ? 'room' : 'full';
}

function finishChunk(stream: ZlibStream, handle: CodecHandle, done: (error?: Error) => void): void {
  if (handle.left > 0) {
    // The library took less than there is although it had room: the data has ended before the input.
    if (stream._rejectGarbageAfterEnd) {
      const error = new ERR_TRAILING_JUNK_AFTER_STREAM_END();
      stream.destroy(error);
      done(error);
      return;
    }
    stream.push(null);
  }
  done();
}

/** Goes on when the reader asks for more. */
function stepWhenRead(stream: ZlibStream, step: () => void): void {
  const read = stream._read;
  stream._read = (size) => {
    stream._read = read;
    step();
    stream._read(size);
  };
}
