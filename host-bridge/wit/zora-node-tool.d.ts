// Generated from wit/ by `npm run wit`. Do not edit.
/** @module Interface zora:node/tool@0.1.0 **/
/**
 * Evaluates the tool's modules and calls `tool-host.described`.
 */
export function describe(): Promise<void>;
/**
 * Starts `name` with a JSON value (empty: `undefined`); the answer comes through `tool-host`.
 */
export function invoke(name: string, input: string): Promise<void>;
