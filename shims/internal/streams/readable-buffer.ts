/** The queue of chunks that a readable stream holds. */
import type { ReadableState } from './readable-state.ts';

type Chunk = Uint8Array & string;

/** Adds a chunk at the end, or in front. */
export function enqueue(state: ReadableState, chunk: unknown, inFront: boolean): void {
  state.length += state.objectMode ? 1 : (chunk as Chunk).length;
  if (!inFront) state.buffer.push(chunk);
  else if (state.bufferIndex > 0) state.buffer[--state.bufferIndex] = chunk;
  else state.buffer.unshift(chunk);
}

/** The chunks that are left. */
export function queued(state: ReadableState): unknown[] {
  return state.bufferIndex === 0 ? state.buffer : state.buffer.slice(state.bufferIndex);
}

/** Drops all chunks. */
export function clearQueue(state: ReadableState): void {
  state.buffer.length = 0;
  state.bufferIndex = 0;
}

/** Takes the first chunk out; the array is cut only now and then. */
function shift(state: ReadableState): unknown {
  const chunk = state.buffer[state.bufferIndex];
  state.buffer[state.bufferIndex++] = null;
  if (state.bufferIndex === state.buffer.length) clearQueue(state);
  else if (state.bufferIndex > 1024) {
    state.buffer.splice(0, state.bufferIndex);
    state.bufferIndex = 0;
  }
  return chunk;
}

/**
 * Takes `size` bytes or characters out (one object in object mode, all where `size` is not less than what there is).
 * Null where there is nothing.
 */
export function dequeue(state: ReadableState, size: number): unknown {
  if (state.length === 0) return null;
  if (state.objectMode) return shift(state);
  if (!size || size >= state.length) {
    const all = joinAll(state);
    clearQueue(state);
    return all;
  }
  return take(state, size);
}

function joinAll(state: ReadableState): unknown {
  const chunks = queued(state);
  if (state.decoder) return chunks.join('');
  if (chunks.length === 0) return state.Buffer.alloc(0);
  return chunks.length === 1 ? chunks[0] : state.Buffer.concat(chunks as Uint8Array[], state.length);
}

function take(state: ReadableState, size: number): unknown {
  const first = state.buffer[state.bufferIndex] as Chunk;
  if (size < first.length) {
    state.buffer[state.bufferIndex] = first.slice(size);
    return first.slice(0, size);
  }
  if (size === first.length) return shift(state);
  const parts: Chunk[] = [];
  let missing = size;
  while (missing > 0) {
    const chunk = state.buffer[state.bufferIndex] as Chunk;
    if (chunk.length <= missing) {
      parts.push(shift(state) as Chunk);
      missing -= chunk.length;
    } else {
      parts.push(chunk.slice(0, missing) as Chunk);
      state.buffer[state.bufferIndex] = chunk.slice(missing);
      missing = 0;
    }
  }
  return state.decoder ? parts.join('') : state.Buffer.concat(parts, size);
}
