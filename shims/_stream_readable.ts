/** `node:_stream_readable`: deprecated; use `node:stream`. https://nodejs.org/api/deprecations.html */
import { Readable } from './stream.ts';

export default Readable;
