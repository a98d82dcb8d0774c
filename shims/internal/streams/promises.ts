/** The promise forms of `pipeline` and `finished`. https://nodejs.org/api/stream.html#streams-promises-api */
import { finished } from './end-of-stream.ts';
import { type PipelineOptions, pipelineImpl } from './pipeline.ts';
import { isIterable, isNodeStream, isWebStream } from './utils.ts';

/** `stream/promises.pipeline`. */
export function pipeline(...streams: unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let options: PipelineOptions = {};
    const last = streams[streams.length - 1];
    if (last && typeof last === 'object' && !isNodeStream(last) && !isIterable(last) && !isWebStream(last)) {
      options = streams.pop() as PipelineOptions;
    }
    const { signal, end } = options;
    pipelineImpl(streams, (error, value) => (error ? reject(error) : resolve(value)), { signal, end });
  });
}

export { finished };
