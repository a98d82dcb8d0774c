/**
 * `filehandle.readableWebStream`.
 *
 * https://nodejs.org/api/fs.html#filehandlereadablewebstreamoptions
 */

import { endByteStream } from '../blob/blob.ts';
import { ERR_INVALID_STATE } from '../errors.ts';
import { validateBoolean, validateObject } from '../validators.ts';
import { createByteStream } from '../web-streams/readable-stream.ts';
import { type HandleLike, kRef, kUnref } from './handle-brand.ts';

const CHUNK = 64 * 1024;

/**
 * The bytes of a file from where it is, as a web stream.
 * @param take marks the handle as streamed; false when it was before
 * @throws ERR_INVALID_STATE
 */
export function webStreamOf(
  handle: HandleLike,
  fd: number,
  closing: boolean,
  options: unknown,
  take: () => boolean,
): object {
  if (fd === -1) throw new ERR_INVALID_STATE('The FileHandle is closed');
  if (closing) throw new ERR_INVALID_STATE('The FileHandle is closing');
  if (options !== undefined) validateObject(options, 'options');
  const { autoClose = false } = (options ?? {}) as { autoClose?: unknown };
  validateBoolean(autoClose, 'options.autoClose');
  if (!take()) throw new ERR_INVALID_STATE('The FileHandle is locked');

  let ended = false;
  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    handle[kUnref]();
    if (autoClose) await handle.close();
  };
  const [stream, controller] = createByteStream({
    pull: async () => {
      const buffer = new Uint8Array(CHUNK);
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, null);
      if (ended) return;
      if (bytesRead > 0) controller.enqueue(buffer.slice(0, bytesRead));
      else {
        endByteStream(controller);
        await end();
      }
    },
    cancel: end,
  });
  handle[kRef]();
  handle.on('close', () => {
    if (ended) return;
    endByteStream(controller);
    void end();
  });
  return stream;
}
