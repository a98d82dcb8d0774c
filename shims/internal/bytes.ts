/** A buffer source as a view of its bytes (no copy); undefined for anything else. */
export function bytesOf(source: unknown): Uint8Array | undefined {
  if (source instanceof Uint8Array) return source;
  if (ArrayBuffer.isView(source)) {
    return source.byteLength === 0
      ? new Uint8Array(0)
      : new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength);
  }
  const tag = typeof source === 'object' ? Object.prototype.toString.call(source) : '';
  if (tag !== '[object ArrayBuffer]' && tag !== '[object SharedArrayBuffer]') return undefined;
  return (source as ArrayBuffer).detached ? new Uint8Array(0) : new Uint8Array(source as ArrayBuffer);
}

/** All chunks in one array of its own. */
export function concatBytes(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
