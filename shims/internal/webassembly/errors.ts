/** The errors of `WebAssembly`. https://webassembly.github.io/spec/js-api/#error-objects */

/** A module is not valid, or uses a proposal that is not offered here. */
export class CompileError extends Error {}

/** A module does not fit its imports. */
export class LinkError extends Error {}

/** A trap. */
export class RuntimeError extends Error {}

for (const Class of [CompileError, LinkError, RuntimeError]) {
  Object.defineProperty(Class.prototype, 'name', {
    value: Class.name,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}

/** @throws RuntimeError */
export function trap(message: string): never {
  throw new RuntimeError(message);
}
