/**
 * What stands for V8's code cache: it tells whether it belongs to a source, and holds no code, since the engine has none to keep.
 *
 * https://nodejs.org/api/vm.html#scriptcreatecacheddata
 */
import { Buffer } from '../buffer/buffer.ts';

const MARK = 'wasi-node';

/** The cache of a source. */
export function cachedDataOf(text: string): Buffer {
  // FNV-1a, 32 bit.
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return Buffer.from(`${MARK} ${text.length} ${hash >>> 0}`);
}

/** Whether a cache is that of another source. */
export function isRejected(data: ArrayBufferView, text: string): boolean {
  return !Buffer.from(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength).equals(cachedDataOf(text));
}

interface Cached {
  cachedData?: Buffer;
  cachedDataProduced?: boolean;
  cachedDataRejected?: boolean;
}

/** Sets what a script or a compiled function says of its cache. */
export function applyCache(target: Cached, text: string, data: ArrayBufferView | undefined, wanted: boolean): void {
  if (data !== undefined) target.cachedDataRejected = isRejected(data, text);
  if (!wanted) return;
  target.cachedDataProduced = true;
  target.cachedData = cachedDataOf(text);
}
