/**
 * The global `structuredClone`.
 * https://nodejs.org/api/globals.html#structuredclonevalue-options
 */
export { structuredClone } from '../internal/structured-clone.ts';
