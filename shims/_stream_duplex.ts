/** `node:_stream_duplex`: deprecated; use `node:stream`. https://nodejs.org/api/deprecations.html */
import { Duplex } from './stream.ts';

export default Duplex;
