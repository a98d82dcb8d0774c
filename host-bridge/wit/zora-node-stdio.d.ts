// Generated from wit/ by `npm run wit`. Do not edit.
/** @module Interface zora:node/stdio@0.1.0 **/
/**
 * Standard input; each call gives a handle of the same stream.
 */
export function getStdin(): InputStream;
/**
 * Standard output.
 */
export function getStdout(): OutputStream;
/**
 * Standard error.
 */
export function getStderr(): OutputStream;
/**
 * What the streams are connected to.
 */
export function getTerminal(): Terminal;
export type InputStream = import('./zora-node-io.js').InputStream;
export type OutputStream = import('./zora-node-io.js').OutputStream;
/**
 * Whether the three streams are terminals, and how wide.
 */
export interface Terminal {
  /**
   * Standard input is a terminal.
   */
  stdin: boolean,
  /**
   * Standard output is one.
   */
  stdout: boolean,
  /**
   * Standard error is one.
   */
  stderr: boolean,
  /**
   * Columns of the terminal, 0 without one.
   */
  columns: number,
  /**
   * Rows of it.
   */
  rows: number,
  /**
   * Bits of colour that it shows: 1, 4, 8 or 24, as `tty.WriteStream.getColorDepth`.
   */
  colorDepth: number,
}
