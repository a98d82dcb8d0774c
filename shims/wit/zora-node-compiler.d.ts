// Generated from wit/ by `npm run wit`. Do not edit.
declare module 'zora:node/compiler@0.1.0' {
  /**
   * Compiles a module.
   */
  export function compile(source: Source): Compiled;
  /**
   * How a module is written.
   * # Variants
   *
   * ## `"commonjs"`
   *
   * CommonJS.
   * ## `"module"`
   *
   * An ES module.
   */
  export type Format = 'commonjs' | 'module';
  /**
   * A module's source.
   */
  export interface Source {
    /**
     * Its file name, for messages.
     */
    filename: string,
    /**
     * The text, at most 16 MiB.
     */
    text: string,
    /**
     * How it is written; none: by its syntax.
     */
    format?: Format | null | undefined,
    /**
     * Types are to be stripped.
     */
    typescript: boolean,
  }
  /**
   * A module that can be evaluated.
   */
  export interface Compiled {
    /**
     * How it is written.
     */
    format: Format,
    /**
     * A function expression. CommonJS: `(exports, require, module, __filename, __dirname, __import)`. ES module:
     * `(__exports, __import, __dynamicImport, __importMeta, __exportAll)`, an async function where `asynchronous`.
     */
    code: string,
    /**
     * An ES module with top-level `await`.
     */
    asynchronous: boolean,
    /**
     * The specifiers of an ES module's static imports, in their order.
     */
    dependencies: Array<string>,
    /**
     * For each line of `code` the line of the source that it came from, from 1; empty where they are the same.
     */
    lines: Uint32Array,
  }
  /**
   * A syntax error.
   */
  export interface Diagnostic {
    /**
     * The message.
     */
    message: string,
    /**
     * Line, from 1.
     */
    line: number,
    /**
     * Column, from 1.
     */
    column: number,
    /**
     * The line's text.
     */
    excerpt: string,
  }
}
