import { Buffer } from '../buffer/buffer.ts';
import { ERR_BUFFER_TOO_LARGE, ERR_TRAILING_JUNK_AFTER_STREAM_END } from '../errors.ts';
import type { CodecHandle } from './codec-handle.ts';
import type { ZlibStream } from './types.ts';

/** Output of one step: as much as the host gives. */
const ROOM = 1024 * 1024;

/**
 * Takes all of `input` through a stream's codec at once, and gives the codec back.
 * @returns all of the output
 * @throws ERR_BUFFER_TOO_LARGE beyond `maxOutputLength`, ERR_TRAILING_JUNK_AFTER_STREAM_END, the library's errors
 */
export function runSync(stream: ZlibStream, input: Uint8Array, flush: number): Buffer {
  // Packages put a handle of their making in its place and take it back: it is looked up each time.
  const handle = stream._handle as CodecHandle;
  const pieces: Uint8Array[] = [];
  let length = 0;
  handle.begin(input, flush);
  for (let done = false; !done; ) {
    const room = Math.min(ROOM, stream._maxOutputLength - length + 1);
    const output = stepOrFail(stream, handle, room);
    done = output.done;
    if (output.bytes.length === 0) continue;
    pieces.push(output.bytes);
    length += output.bytes.length;
    if (length > stream._maxOutputLength) {
      release(stream);
      throw new ERR_BUFFER_TOO_LARGE(stream._maxOutputLength);
    }
  }
  const left = handle.left;
  stream.bytesWritten = input.length - left;
  release(stream);
  if (left > 0 && stream._rejectGarbageAfterEnd) throw new ERR_TRAILING_JUNK_AFTER_STREAM_END();
  const [first] = pieces;
  if (first === undefined) return Buffer.alloc(0);
  return pieces.length === 1
    ? Buffer.from(first.buffer, first.byteOffset, first.length)
    : Buffer.concat(pieces, length);
}

function stepOrFail(stream: ZlibStream, handle: CodecHandle, room: number) {
  try {
    return handle.step(room);
  } catch (error) {
    // Listeners hear of it, the caller gets it; without this one the event would be an uncaught exception.
    stream.on('error', () => {});
    stream._error = error;
    stream.destroy(error as Error);
    throw error;
  }
}

function release(stream: ZlibStream): void {
  stream._handle?.close();
  stream._handle = null;
}
