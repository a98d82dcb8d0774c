// Generated from wit/ by `npm run wit`. Do not edit.
/// <reference path="./zora-node-errors.d.ts" />
/// <reference path="./zora-node-io.d.ts" />
declare module 'zora:node/child-process@0.1.0' {
  /**
   * Starts a child. `ENOENT`, `EACCES` and the like are `system` errors.
   */
  export function spawn(command: Command, options: SpawnOptions): Child;
  /**
   * Runs a child to its end while the guest waits. `input` is written to its standard input where that is a pipe.
   * `max-buffer` is the most bytes of each stream, none is no limit; more ends the child with `kill-signal` and `ENOBUFS`.
   * A denial is an error of the call; what kept a permitted child from starting (`ENOENT`) is in the output's `error`.
   */
  export function spawnSync(command: Command, options: SpawnOptions, input: Uint8Array, maxBuffer: number | null): SyncOutput;
  /**
   * Sends a signal to a process that this instance started (`process.kill`), or with `-pid` to the group that a detached
   * one leads; `0` sends nothing. Others are `ESRCH`, whether they exist or not.
   */
  export function kill(pid: number, signal: string): void;
  export type Pollable = import('zora:node/io@0.1.0').Pollable;
  export type InputStream = import('zora:node/io@0.1.0').InputStream;
  export type OutputStream = import('zora:node/io@0.1.0').OutputStream;
  export type Error = import('zora:node/errors@0.1.0').Error;
  /**
   * A program and its arguments.
   */
  export interface Program {
    /**
     * A listed command's name, or a path.
     */
    file: string,
    /**
     * Its arguments, without `argv[0]`.
     */
    args: Array<string>,
  }
  /**
   * A command line for a shell.
   */
  export interface ShellLine {
    /**
     * The line.
     */
    line: string,
    /**
     * The shell; none is the host's default (`/bin/sh`).
     */
    shell?: string | null | undefined,
  }
  /**
   * What to run.
   */
  export type Command = CommandProgram | CommandLine;
  /**
   * A program, without a shell.
   */
  export interface CommandProgram {
    tag: 'program',
    val: Program,
  }
  /**
   * A line that a shell reads.
   */
  export interface CommandLine {
    tag: 'line',
    val: ShellLine,
  }
  /**
   * What one descriptor of the child is connected to.
   */
  export type Stdio = StdioPipe | StdioIgnore | StdioInherit | StdioIpc | StdioReader | StdioWriter;
  /**
   * A stream that the guest reads or writes.
   */
  export interface StdioPipe {
    tag: 'pipe',
  }
  /**
   * The null device.
   */
  export interface StdioIgnore {
    tag: 'ignore',
  }
  /**
   * The instance's own standard stream of this number (0, 1, 2).
   */
  export interface StdioInherit {
    tag: 'inherit',
    val: number,
  }
  /**
   * Node's message channel: a two-way pipe of which the child is told by `NODE_CHANNEL_FD` and
   * `NODE_CHANNEL_SERIALIZATION_MODE` (the host sets both). `input` and `output` of the descriptor give the
   * guest's end, which reads and writes the frames as they are on the pipe: lines of JSON, or advanced frames.
   */
  export interface StdioIpc {
    tag: 'ipc',
  }
  /**
   * What the guest reads from (another child's output, a socket) becomes the child's: the same pipe, not a copy.
   * Neither side reads ahead: bytes that the guest has not asked for go to the child.
   */
  export interface StdioReader {
    tag: 'reader',
    val: InputStream,
  }
  /**
   * What the guest writes to (another child's input, a socket) becomes the child's too.
   */
  export interface StdioWriter {
    tag: 'writer',
    val: OutputStream,
  }
  /**
   * How to run it.
   */
  export interface SpawnOptions {
    /**
     * `argv[0]` where it is not the file.
     */
    argv0?: string | null | undefined,
    /**
     * The working directory; none is the tool's. It is a path under the token.
     */
    cwd?: string | null | undefined,
    /**
     * The variables that the guest sets; none is the guest's own environment. The host filters them.
     */
    env?: Array<[string, string]> | null | undefined,
    /**
     * Descriptors from 0 on; missing ones of the first three are `pipe`, at most 16.
     */
    stdio: Array<Stdio>,
    /**
     * A process group of its own. It ends with the instance all the same.
     */
    detached: boolean,
    /**
     * Sent to the child when the time is out; 0 is no limit.
     */
    timeoutMs: number,
    /**
     * The signal of the time-out, such as `SIGTERM`.
     */
    killSignal: string,
    /**
     * The frames of the channel: advanced (structured clone) instead of JSON.
     */
    advancedSerialization: boolean,
  }
  /**
   * How a child ended: one of the two is there.
   */
  export interface ExitStatus {
    /**
     * Its exit code.
     */
    code?: number | null | undefined,
    /**
     * The signal that ended it, such as `SIGKILL`.
     */
    signal?: string | null | undefined,
  }
  /**
   * What a blocking run gave.
   */
  export interface SyncOutput {
    /**
     * The process id; 0 when it did not start.
     */
    pid: number,
    /**
     * How it ended.
     */
    status: ExitStatus,
    /**
     * What it wrote to each descriptor, in their order; none for 0 and for those that are no pipe.
     * The last read is not cut: there may be more than `max-buffer` bytes.
     */
    output: Array<Uint8Array | null>,
    /**
     * `ETIMEDOUT`, `ENOBUFS` or what kept it from starting.
     */
    error?: Error | null | undefined,
  }

  export class Child implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * The process id on the host.
    */
    pid(): number;
    /**
    * The guest's end of a descriptor that the guest reads (1 and above, and `ipc`); once each, none where it was no pipe.
    */
    input(descriptor: number): InputStream | null;
    /**
    * The guest's end of a descriptor that the guest writes (0, 3 and above, and `ipc`); once each, none where it was no
    * pipe. A pipe at 3 and above is two-way: it has both ends.
    */
    output(descriptor: number): OutputStream | null;
    /**
    * Sends a signal to the child alone; false when it has ended. `0` sends nothing and asks whether it runs.
    * The signal's name is one of the host's `os.constants.signals`, else the error is `EINVAL`.
    */
    kill(signal: string): boolean;
    /**
    * How it ended; none while it runs.
    */
    exitStatus(): ExitStatus | null;
    /**
    * The pollable that becomes ready when the child has ended.
    */
    subscribe(): Pollable;
    [Symbol.dispose](): void;
  }
}
