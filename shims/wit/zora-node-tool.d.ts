// Generated from wit/ by `npm run wit`. Do not edit.
declare module 'zora:node/tool@0.1.0' {
  /**
   * Evaluates the tool's modules and calls `tool-host.described`.
   */
  export function describe(): Promise<void>;
  /**
   * Starts `name` with a JSON value; the answer comes through `tool-host`.
   */
  export function invoke(name: string, input: string): Promise<void>;
  /**
   * What a tool says about itself.
   */
  export interface Description {
    /**
     * The name that `invoke` takes.
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
}
