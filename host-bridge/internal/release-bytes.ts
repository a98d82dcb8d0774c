/** Smaller pieces are left to the collector, which has little trouble with them. */
const WORTH_RELEASING = 16 * 1024;

/**
 * Gives the memory of `bytes` back at once, where it is large and they are all of it: V8 counts memory outside its heap, and a
 * hundred megabytes that wait for the collector make it mark the whole heap again and again. Afterwards `bytes` is empty.
 *
 * @param bytes what nobody else holds
 */
export function releaseBytes(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (bytes.byteLength < WORTH_RELEASING || !(buffer instanceof ArrayBuffer)) return;
  if (buffer.byteLength === bytes.byteLength && !buffer.resizable) buffer.transfer(0);
}
