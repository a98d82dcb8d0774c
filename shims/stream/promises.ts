/**
 * `node:stream/promises`.
 *
 * https://nodejs.org/api/stream.html#streams-promises-api
 */
import { finished, pipeline } from '../internal/streams/promises.ts';

export { finished, pipeline };
export default { finished, pipeline };
