/**
 * `node:buffer`.
 *
 * https://nodejs.org/api/buffer.html
 */
import { Blob, File } from './globals/blob.ts';
import { Buffer, SlowBuffer } from './internal/buffer/buffer.ts';
import { atob, btoa } from './internal/buffer/legacy-base64.ts';
import { constants, kMaxLength, kStringMaxLength } from './internal/buffer/limits.ts';
import { getInspectMaxBytes, setInspectMaxBytes } from './internal/buffer/methods.ts';
import { isAscii, isUtf8, transcode } from './internal/buffer/transcode.ts';
import { findBlob } from './internal/url/object-urls.ts';

/**
 * The blob of a `blob:nodedata:` URL; undefined for an unknown one.
 *
 * https://nodejs.org/api/buffer.html#bufferresolveobjecturlid
 */
export function resolveObjectURL(id: string): Blob | undefined {
  return findBlob(`${id}`) as Blob | undefined;
}

export const INSPECT_MAX_BYTES = 50;
export {
  atob,
  Blob,
  Buffer,
  btoa,
  constants,
  File,
  isAscii,
  isUtf8,
  kMaxLength,
  kStringMaxLength,
  SlowBuffer,
  transcode,
};

export default {
  Buffer,
  SlowBuffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
  constants,
  get INSPECT_MAX_BYTES(): number {
    return getInspectMaxBytes();
  },
  set INSPECT_MAX_BYTES(value: number) {
    setInspectMaxBytes(value);
  },
  Blob,
  resolveObjectURL,
  File,
};
