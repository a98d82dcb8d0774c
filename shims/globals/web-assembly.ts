/**
 * The global `WebAssembly`: modules are translated into JavaScript, which the guest's engine runs. SIMD, threads, exceptions, 64-bit and multiple
 * memories are refused when a module is compiled.
 * https://webassembly.github.io/spec/js-api/
 */
export { WebAssembly } from '../internal/webassembly/namespace.ts';
