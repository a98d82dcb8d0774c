// Generated from wit/ by `npm run wit`. Do not edit.
/// <reference path="./zora-node-io.d.ts" />
declare module 'zora:node/reactor-host@0.1.0' {
  /**
   * Reports `token` in `reactor.turn` whenever `pollable` turns ready. A watch stays until `unwatch`: it is
   * armed when made, fires once, and is armed again by each `read` of its stream, and when another operation of
   * its resource finds it not ready (a `write` or `check-write` of 0, an `accept` of none). An armed watch of a
   * ready pollable fires at the next turn. A token that is in use is replaced.
   */
  export function watch(pollable: Pollable, token: number): void;
  /**
   * Ends a watch. Unknown tokens are ignored.
   */
  export function unwatch(token: number): void;
  /**
   * Calls `turn` again at once, whatever the last turn answered. The guest calls it when a microtask changed what
   * the loop waits for after `turn` had computed its answer.
   */
  export function wake(): void;
  export type Pollable = import('zora:node/io@0.1.0').Pollable;
}
