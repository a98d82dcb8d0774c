/** https://nodejs.org/api/globals.html#class-buffer */
export { Buffer } from '../internal/buffer/buffer.ts';
