/** The functions of `WebAssembly`. https://webassembly.github.io/spec/js-api/#webassembly-namespace */
import { CompileError, LinkError, RuntimeError } from './errors.ts';
import { Global } from './global.ts';
import { Instance } from './instance.ts';
import { Memory } from './memory.ts';
import { bytesOf, compileBytes, compiledOf, Module } from './module.ts';
import { Table } from './table.ts';

type Source = ArrayBuffer | ArrayBufferView;

function validate(bytes: Source): boolean {
  const copy = bytesOf(bytes, 'WebAssembly.validate()');
  try {
    compileBytes(copy);
    return true;
  } catch (error) {
    if (error instanceof CompileError) return false;
    throw error;
  }
}

async function compile(bytes: Source): Promise<Module> {
  return new Module(bytes);
}

async function instantiate(source: Source | Module, imports?: object): Promise<Instance | object> {
  if (compiledOf(source) !== undefined) return new Instance(source as Module, imports);
  const module = new Module(source as Source);
  return { module, instance: new Instance(module, imports) };
}

interface ResponseLike {
  ok: boolean;
  headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** @throws TypeError */
async function bytesOfResponse(source: ResponseLike | Promise<ResponseLike>): Promise<ArrayBuffer> {
  const response = await source;
  if (typeof response?.arrayBuffer !== 'function') throw new TypeError('The argument is not a Response');
  const type = response.headers.get('content-type');
  if (type !== 'application/wasm')
    throw new TypeError(`WebAssembly response has unsupported MIME type '${type ?? ''}'`);
  if (!response.ok) throw new TypeError('WebAssembly response has a status that is not OK');
  return response.arrayBuffer();
}

async function compileStreaming(source: ResponseLike | Promise<ResponseLike>): Promise<Module> {
  return compile(await bytesOfResponse(source));
}

async function instantiateStreaming(
  source: ResponseLike | Promise<ResponseLike>,
  imports?: object,
): Promise<Instance | object> {
  return instantiate(await bytesOfResponse(source), imports);
}

/** See the file's head. */
export const WebAssembly = /* @__PURE__ */ Object.defineProperties({} as Record<string, unknown>, {
  [Symbol.toStringTag]: { value: 'WebAssembly', configurable: true },
  ...Object.fromEntries(
    Object.entries({
      Module,
      Instance,
      Memory,
      Table,
      Global,
      CompileError,
      LinkError,
      RuntimeError,
    }).map(([name, value]) => [name, { value, writable: true, enumerable: false, configurable: true }]),
  ),
  ...Object.fromEntries(
    Object.entries({ validate, compile, instantiate, compileStreaming, instantiateStreaming }).map(([name, value]) => [
      name,
      { value, writable: true, enumerable: true, configurable: true },
    ]),
  ),
});
