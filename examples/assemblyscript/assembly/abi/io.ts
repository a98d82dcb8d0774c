/** `zora:node/io`. */
import { RESULT, takeBytes, takeString } from './memory';

// @ts-ignore: decorator
@external("zora:node/io@0.1.0", "[method]input-stream.read")
declare function inputRead(self: i32, length: i32, result: usize): void;
// @ts-ignore: decorator
@external("zora:node/io@0.1.0", "[method]input-stream.subscribe")
declare function inputSubscribe(self: i32): i32;
// @ts-ignore: decorator
@external("zora:node/io@0.1.0", "[resource-drop]input-stream")
declare function inputDrop(self: i32): void;
// @ts-ignore: decorator
@external("zora:node/io@0.1.0", "[method]output-stream.check-write")
declare function outputCheckWrite(self: i32, result: usize): void;
// @ts-ignore: decorator
@external("zora:node/io@0.1.0", "[method]output-stream.write")
declare function outputWrite(self: i32, data: usize, length: i32, result: usize): void;
// @ts-ignore: decorator
@external("zora:node/io@0.1.0", "[method]output-stream.end")
declare function outputEnd(self: i32): void;
// @ts-ignore: decorator
@external("zora:node/io@0.1.0", "[method]output-stream.subscribe")
declare function outputSubscribe(self: i32): i32;
// @ts-ignore: decorator
@external("zora:node/io@0.1.0", "[resource-drop]output-stream")
declare function outputDrop(self: i32): void;

/** Why a stream gives or takes no more. */
export class StreamError {
  /** `closed`: the end, and no failure. */
  closed: bool = false;
  code: string = '';
  syscall: string = '';
  message: string = '';
  /** The limit that was reached. */
  exceeded: string = '';
}

function takeStreamError(at: usize): StreamError {
  const error = new StreamError();
  const tag = load<u8>(at);
  if (tag == 0) error.closed = true;
  else if (tag == 2) error.exceeded = takeString(at + 4);
  else {
    error.code = takeString(at + 4);
    error.syscall = takeString(at + 12);
    error.message = takeString(at + 20);
  }
  return error;
}

/** A handle of an `input-stream`. */
export class InputStream {
  /** What the last `read` ended with. */
  error: StreamError | null = null;

  constructor(private handle: i32) {}

  /** At most `length` bytes, empty while there are none; null at the end, or where it failed: see `error`. */
  read(length: i32): Uint8Array | null {
    inputRead(this.handle, length, RESULT);
    if (load<u8>(RESULT) == 0) return takeBytes(RESULT + 4);
    this.error = takeStreamError(RESULT + 4);
    return null;
  }

  /** A pollable's handle. */
  subscribe(): i32 {
    return inputSubscribe(this.handle);
  }

  drop(): void {
    inputDrop(this.handle);
  }
}

/** A handle of an `output-stream`. */
export class OutputStream {
  /** What the last call ended with. */
  error: StreamError | null = null;

  constructor(private handle: i32) {}

  /** How many bytes `write` takes; -1 where it has ended or failed: see `error`. */
  checkWrite(): i64 {
    outputCheckWrite(this.handle, RESULT);
    if (load<u8>(RESULT) == 0) return <i64>load<u32>(RESULT, 4);
    this.error = takeStreamError(RESULT + 4);
    return -1;
  }

  /** Writes the bytes at `data`, and gives what `checkWrite` would. */
  write(data: usize, length: i32): i64 {
    outputWrite(this.handle, data, length, RESULT);
    if (load<u8>(RESULT) == 0) return <i64>load<u32>(RESULT, 4);
    this.error = takeStreamError(RESULT + 4);
    return -1;
  }

  end(): void {
    outputEnd(this.handle);
  }

  /** A pollable's handle. */
  subscribe(): i32 {
    return outputSubscribe(this.handle);
  }

  drop(): void {
    outputDrop(this.handle);
  }
}
