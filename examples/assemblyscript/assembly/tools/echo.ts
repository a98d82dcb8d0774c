/** `echo`: the smallest tool there is. It answers with its input. */
import { described, resolve } from '../abi/tool-host';

export { cabi_realloc } from '../abi/memory';
export { turn } from '../lib/loop';
import '../lib/abort';

export function describe(): void {
  described('echo', 'Answers with its input.', '{}');
}

export function invoke(name: usize, nameLength: i32, input: usize, inputLength: i32): void {
  const text = String.UTF16.decodeUnsafe(input, <usize>inputLength << 1);
  heap.free(name);
  heap.free(input);
  resolve(text == '' ? 'null' : text);
}
