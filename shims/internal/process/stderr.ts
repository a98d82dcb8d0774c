/** Standard error, for what the platform itself has to say, without a stream in between. */
import { getStderr, type OutputStream } from 'zora:node/stdio@0.1.0';
import { encodeUtf8 } from '../encoding/utf8.ts';

let stream: OutputStream | undefined;

/** Writes `text` to standard error at once. A closed standard error takes it silently, as in Node. */
export function writeStderr(text: string): void {
  stream ??= getStderr();
  try {
    stream.write(encodeUtf8(text));
  } catch {
    // There is no other place to say it.
  }
}
