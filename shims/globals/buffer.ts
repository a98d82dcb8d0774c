/** https://nodejs.org/api/globals.html#class-buffer */

export { Buffer } from '../internal/buffer/buffer.ts';
export { atob, btoa } from '../internal/buffer/legacy-base64.ts';
