/** `node:_stream_transform`: deprecated; use `node:stream`. https://nodejs.org/api/deprecations.html */
import { Transform } from './stream.ts';

export default Transform;
