/**
 * The part of the WebAssembly JavaScript API that the runtime uses; the `dom` library that declares it would put a browser's
 * globals into every file. https://webassembly.github.io/spec/js-api/
 */
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;

  class Module {
    constructor(bytes: Uint8Array);
  }

  class Memory {
    readonly buffer: ArrayBuffer;
  }

  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Record<string, unknown>;
  }

  function compile(bytes: Uint8Array): Promise<Module>;
}
