// Generated from wit/ by `npm run wit`. Do not edit.
/** @module Interface zora:node/command@0.1.0 **/
/**
 * Evaluates the main module. The host then turns the reactor; the program ends through `system.exit`.
 */
export function run(): Promise<void>;
