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
/**
 * What a tool says about itself.
 */
export interface Description {
  /**
   * The name that `tool.invoke` takes.
   */
  name: string,
  /**
   * What it does, for a person or a model.
   */
  description: string,
  /**
   * A JSON Schema of its input; empty where it has none.
   */
  inputSchema: string,
}
/**
 * An error that left the tool.
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
   * Own enumerable properties, and `cause` and `errors` in the same form, as JSON.
   */
  properties: string,
}
