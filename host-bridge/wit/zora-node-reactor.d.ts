// Generated from wit/ by `npm run wit`. Do not edit.
/** @module Interface zora:node/reactor@0.1.0 **/
/**
 * Runs one callback of the loop with the microtasks that follow from it.
 * `ready` holds the tokens of the watches that fired since the last turn.
 */
export function turn(ready: Uint32Array): Promise<State>;
/**
 * How the guest wants to be called next.
 */
export type State = StateIdle | StateAgain | StatePoll | StateUntilReady | StateUntilReadyOr;
/**
 * Nothing keeps the loop alive: the program is done.
 */
export interface StateIdle {
  tag: 'idle',
}
/**
 * Callbacks wait in this iteration of the loop: call again at once, without polling for I/O.
 */
export interface StateAgain {
  tag: 'again',
}
/**
 * An iteration ended and the next has work: look for ready I/O without waiting, then call.
 */
export interface StatePoll {
  tag: 'poll',
}
/**
 * Call when a watched pollable is ready.
 */
export interface StateUntilReady {
  tag: 'until-ready',
}
/**
 * Call when a watched pollable is ready, or after so many milliseconds.
 */
export interface StateUntilReadyOr {
  tag: 'until-ready-or',
  val: number,
}
