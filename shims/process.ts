/**
 * `node:process`.
 *
 * https://nodejs.org/api/process.html
 */
import process from './internal/process/process.ts';

export default process;
