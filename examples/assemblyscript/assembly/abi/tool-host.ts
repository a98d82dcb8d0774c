/** `zora:node/tool-host`. */
import { putString } from './memory';

// @ts-ignore: decorator
@external("zora:node/tool-host@0.1.0", "described")
declare function hostDescribed(tools: usize, length: i32): void;
// @ts-ignore: decorator
@external("zora:node/tool-host@0.1.0", "resolve")
declare function hostResolve(output: usize, length: i32): void;
// @ts-ignore: decorator
@external("zora:node/tool-host@0.1.0", "reject")
declare function hostReject(
  name: usize, nameLength: i32, message: usize, messageLength: i32, hasCode: i32, code: usize, codeLength: i32,
  hasStack: i32, stack: usize, stackLength: i32, properties: usize, propertiesLength: i32,
): void;

/** Says what the one tool of this component is. */
export function described(name: string, description: string, inputSchema: string): void {
  const at = heap.alloc(24);
  putString(at, name);
  putString(at + 8, description);
  putString(at + 16, inputSchema);
  hostDescribed(at, 1);
  heap.free(at);
}

/** Answers with JSON. */
export function resolve(output: string): void {
  hostResolve(changetype<usize>(output), output.length);
}

/** Answers with an error; `properties` is JSON. */
export function reject(name: string, message: string, code: string | null, properties: string): void {
  const known = code === null ? '' : code;
  hostReject(
    changetype<usize>(name), name.length, changetype<usize>(message), message.length,
    code === null ? 0 : 1, changetype<usize>(known), known.length, 0, 0, 0,
    changetype<usize>(properties), properties.length,
  );
}
