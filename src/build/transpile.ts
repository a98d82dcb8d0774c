/** Component → JavaScript and core modules, by jco, made fast and small. */
import { transpile as jcoTranspile } from '@bytecodealliance/jco';
import { transform } from 'esbuild';
import { SUSPENDING } from '../suspending.ts';
import { importMemory } from './core-module/memory.ts';
import { directCalls } from './direct-calls.ts';
import { dropDebugCalls } from './drop-debug.ts';
import { BuildError } from './errors.ts';

/** A component as the host runs it. */
export interface Transpiled {
  /** A script whose value is `instantiate(getCoreModule, imports, instantiateCore)`: V8's code cache of a script holds the functions that ran. */
  glue: string;
  /** Its core modules, by the name that `getCoreModule` is asked for. */
  modules: Map<string, Uint8Array>;
  /** Interfaces that it imports, without versions. */
  imports: string[];
  /** Interfaces that it exports, with their versions. */
  exports: string[];
}

/**
 * @throws BuildError `ERR_COMPONENT_INVALID` when the bytes are no component
 */
export async function transpile(component: Uint8Array): Promise<Transpiled> {
  const isComponent = component[0] === 0 && component[1] === 0x61 && component[4] === 0x0d && component[6] === 1;
  if (!isComponent) throw new BuildError('ERR_COMPONENT_INVALID', 'The file is not a WebAssembly component');
  const result = await jcoTranspile(component, {
    name: 'component',
    instantiation: 'async',
    asyncMode: 'jspi',
    asyncImports: [...SUSPENDING],
    base64Cutoff: 0,
    nodejsCompat: false,
    tlaCompat: false,
    noTypescript: true,
    wasiShim: false,
  }).catch((cause: unknown) => {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new BuildError('ERR_COMPONENT_INVALID', `The component could not be read: ${message}`, { cause });
  });
  const modules = new Map<string, Uint8Array>();
  let glue = '';
  for (const [name, bytes] of Object.entries(result.files)) {
    if (name.endsWith('.wasm')) modules.set(name, importMemory(bytes));
    else if (name.endsWith('.js')) glue = Buffer.from(bytes).toString();
  }
  return {
    glue: await shrink(glue),
    modules,
    imports: result.imports,
    exports: result.exports.filter(([, kind]) => kind === 'instance').map(([name]) => name),
  };
}

async function shrink(glue: string): Promise<string> {
  const options = { minify: true, format: 'iife', globalName: 'glue', target: 'esnext' } as const;
  const { code } = await transform(directCalls(dropDebugCalls(glue).code).code, options);
  return `(()=>{${code}return glue.instantiate})()`;
}
