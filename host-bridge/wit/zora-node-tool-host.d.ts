// Generated from wit/ by `npm run wit`. Do not edit.
/** @module Interface zora:node/tool-host@0.1.0 **/
/**
 * The tools of this component.
 */
export function described(tools: Array<Description>): void;
/**
 * The tool's result as JSON.
 */
export function resolve(output: string): void;
/**
 * The tool failed.
 */
export function reject(failure: Failure): void;
export type Description = import('./zora-node-tool.js').Description;
/**
 * An error that left the tool. `value` is JSON: own enumerable properties of the error, `cause` in the same form.
 */
export interface Failure {
  /**
   * The error's name, such as `TypeError`.
   */
  name: string,
  /**
   * Its message.
   */
  message: string,
  /**
   * Its `code`.
   */
  code?: string | undefined,
  /**
   * Its stack in the guest.
   */
  stack?: string | undefined,
  /**
   * Own enumerable properties and `cause`, as JSON.
   */
  properties: string,
}
