/** https://nodejs.org/api/globals.html#queuemicrotaskcallback */
export { queueMicrotask } from '../internal/process/queue-microtask.ts';
