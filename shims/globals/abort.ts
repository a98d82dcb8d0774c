/** The globals of aborting: https://nodejs.org/api/globals.html#class-abortcontroller */
export { AbortController, AbortSignal } from '../internal/abort.ts';
