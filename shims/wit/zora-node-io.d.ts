// Generated from wit/ by `npm run wit`. Do not edit.
declare module 'zora:node/io@0.1.0' {
  /**
   * A failed system call on a stream.
   */
  export interface StreamFailure {
    /**
     * Node's code, such as `EPIPE` or `ECONNRESET`.
     */
    code: string,
    /**
     * The system call that failed, such as `write`.
     */
    syscall: string,
    /**
     * The host's message.
     */
    message: string,
  }
  /**
   * Why a stream gives or takes no more bytes.
   */
  export type StreamError = StreamErrorClosed | StreamErrorFailed | StreamErrorExceeded;
  /**
   * The end of an input stream, or an output stream that was ended or whose reader is gone.
   */
  export interface StreamErrorClosed {
    tag: 'closed',
  }
  /**
   * The system failed the stream.
   */
  export interface StreamErrorFailed {
    tag: 'failed',
    val: StreamFailure,
  }
  /**
   * A limit of the grant was reached (bytes, time): its name.
   */
  export interface StreamErrorExceeded {
    tag: 'exceeded',
    val: string,
  }

  export class InputStream implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * Reads at most `len` bytes without waiting. An empty list means that nothing is there yet:
    * the stream's pollable becomes ready when there is. The host caps `len` at 1 MiB.
    * The end of the stream is the error `closed`. A read arms the stream's watches: they fire when there is
    * something to read after it, which is at the next turn where it is there already.
    */
    read(len: number): Uint8Array;
    /**
    * The pollable that is ready while bytes, the end or an error wait to be read.
    */
    subscribe(): Pollable;
    [Symbol.dispose](): void;
  }

  export class OutputStream implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * How many bytes `write` takes now; 0 means wait for the pollable.
    */
    checkWrite(): number;
    /**
    * Writes all of `data`. More than `check-write` allowed is taken up to 1 MiB (Node's writes are
    * never refused, only pushed back), and counts against the stream's high-water mark.
    * Gives what `check-write` would give next: how many bytes are welcome now, 0 to wait.
    */
    write(data: Uint8Array): number;
    /**
    * Ends the stream after what was written. Writing afterwards is the error `closed`.
    */
    end(): void;
    /**
    * Whether all that was written has been handed to the system.
    */
    flushed(): boolean;
    /**
    * The pollable that is ready while the stream takes bytes, or has ended or failed.
    */
    subscribe(): Pollable;
    [Symbol.dispose](): void;
  }

  export class Pollable implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * Whether the operation that this pollable stands for would make progress now.
    */
    ready(): boolean;
    [Symbol.dispose](): void;
  }
}
