/** `node:_stream_passthrough`: deprecated; use `node:stream`. https://nodejs.org/api/deprecations.html */
import { PassThrough } from './stream.ts';

export default PassThrough;
