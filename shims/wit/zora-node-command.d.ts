// Generated from wit/ by `npm run wit`. Do not edit.
declare module 'zora:node/command@0.1.0' {
  /**
   * Evaluates the main module. The host then turns the reactor; the program ends through `system.exit`.
   */
  export function run(): Promise<void>;
}
