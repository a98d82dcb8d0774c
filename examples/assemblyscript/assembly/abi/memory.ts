/**
 * Values in linear memory as the component model's canonical ABI lays them out, with strings in UTF-16, which is how
 * AssemblyScript keeps them: a string is passed to the host where it lies.
 *
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md
 */

/** Where a call leaves a result that does not fit into one value. The next call uses it again. */
export const RESULT: usize = memory.data(160, 8);

/** What the host asks for memory with, for lists and strings that it gives. They are taken, and freed, at once. */
export function cabi_realloc(old: usize, oldSize: usize, align: usize, size: usize): usize {
  return old == 0 ? heap.alloc(size) : heap.realloc(old, size);
}

/** Takes the string at `at`. */
export function takeString(at: usize): string {
  const from = load<usize>(at);
  const text = String.UTF16.decodeUnsafe(from, load<usize>(at, 4) << 1);
  heap.free(from);
  return text;
}

/** Takes the `option<string>` at `at`. */
export function takeOptionalString(at: usize): string | null {
  return load<u8>(at) == 0 ? null : takeString(at + 4);
}

/** Takes the `list<u8>` at `at`. */
export function takeBytes(at: usize): Uint8Array {
  const from = load<usize>(at);
  const length = load<i32>(at, 4);
  const bytes = new Uint8Array(length);
  memory.copy(bytes.dataStart, from, length);
  heap.free(from);
  return bytes;
}

/** Takes the `list<tuple<string, string>>` at `at`. */
export function takePairs(at: usize): string[][] {
  const from = load<usize>(at);
  const length = load<i32>(at, 4);
  const pairs: string[][] = [];
  for (let i = 0; i < length; i++) {
    const pair = from + <usize>i * 16;
    pairs.push([takeString(pair), takeString(pair + 8)]);
  }
  heap.free(from);
  return pairs;
}

/** Puts a string at `at`. It has to be referred to until the call. */
export function putString(at: usize, text: string): void {
  store<usize>(at, changetype<usize>(text));
  store<i32>(at, text.length, 4);
}

/** Puts an `option<string>` at `at`. */
export function putOptionalString(at: usize, text: string | null): void {
  store<u8>(at, text === null ? 0 : 1);
  if (text !== null) putString(at + 4, text);
}

/** `list<tuple<string, string>>` in memory that `free` gives back. */
export class Pairs {
  readonly at: usize;
  readonly length: i32;
  /** The strings, which lie where they lie. */
  private readonly kept: string[][];

  constructor(pairs: string[][]) {
    this.kept = pairs;
    this.length = pairs.length;
    this.at = heap.alloc(<usize>pairs.length * 16);
    for (let i = 0; i < pairs.length; i++) {
      putString(this.at + <usize>i * 16, pairs[i][0]);
      putString(this.at + <usize>i * 16 + 8, pairs[i][1]);
    }
  }

  free(): void {
    heap.free(this.at);
  }
}
