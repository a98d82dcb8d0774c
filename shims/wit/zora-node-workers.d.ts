// Generated from wit/ by `npm run wit`. Do not edit.
/// <reference path="./zora-node-errors.d.ts" />
/// <reference path="./zora-node-io.d.ts" />
declare module 'zora:node/workers@0.1.0' {
  /**
   * Both ends of a new channel. `ENOBUFS` where the program has 16,384 ports.
   */
  export function channel(): [Port, Port];
  /**
   * A new member of the program's group of that name: what it sends goes to every other member, without ports.
   */
  export function join(name: string): Port;
  /**
   * Starts a worker, in a later turn. `unsupported` for a component that evaluates no modules.
   */
  export function start(options: Options): Worker;
  /**
   * What this instance is, if it is a worker; the message is given once.
   */
  export function current(): CurrentWorker | null;
  export type Pollable = import('zora:node/io@0.1.0').Pollable;
  export type Error = import('zora:node/errors@0.1.0').Error;
  /**
   * What goes through a channel.
   */
  export interface Message {
    /**
     * In the guest's own format.
     */
    data: Uint8Array,
    /**
     * Ports that go along: the sender has them no more.
     */
    ports: Array<Port>,
  }
  /**
   * How a worker is started.
   */
  export interface Options {
    /**
     * `process.argv` from its second item.
     */
    argv: Array<string>,
    /**
     * Its environment; none is what the grant shows.
     */
    environment?: Array<[string, string]> | null | undefined,
    /**
     * The most that its linear memory may hold, in bytes; the grant's limit holds besides.
     */
    memory?: number | null | undefined,
    /**
     * What it finds in `current`.
     */
    start: Message,
  }
  /**
   * How a worker ended.
   */
  export type Outcome = OutcomeExited | OutcomeTerminated | OutcomeFailed;
  /**
   * By itself, with this status.
   */
  export interface OutcomeExited {
    tag: 'exited',
    val: number,
  }
  /**
   * It was terminated.
   */
  export interface OutcomeTerminated {
    tag: 'terminated',
  }
  /**
   * It was ended by what this says: its memory or stack ran out.
   */
  export interface OutcomeFailed {
    tag: 'failed',
    val: string,
  }
  /**
   * What a worker knows of itself.
   */
  export interface CurrentWorker {
    /**
     * Its number.
     */
    id: number,
    /**
     * What it was started with.
     */
    start: Message,
  }

  export class Port implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * Sends; what is sent to nobody is lost. Bytes that wait to be received count: `ENOBUFS` where 256 MiB or 65,536 messages wait.
    */
    post(message: Message): void;
    /**
    * The message that has waited longest; none arms the pollable again.
    */
    receive(): Message | null;
    /**
    * Whether nothing more can come: the other end is closed, and nothing waits. Always false in a group.
    */
    closed(): boolean;
    /**
    * The pollable that is ready while a message waits, and from the other end's closing on.
    */
    subscribe(): Pollable;
    [Symbol.dispose](): void;
  }

  export class Worker implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * Its number: from 1 up, unique in the program.
    */
    id(): number;
    /**
    * How it ended; none while it runs.
    */
    outcome(): Outcome | null;
    /**
    * Ends it, wherever it is.
    */
    terminate(): void;
    /**
    * The pollable that is ready from its end on.
    */
    subscribe(): Pollable;
    [Symbol.dispose](): void;
  }
}
