/** `node:_stream_writable`: deprecated; use `node:stream`. https://nodejs.org/api/deprecations.html */
import { Writable } from './stream.ts';

export default Writable;
