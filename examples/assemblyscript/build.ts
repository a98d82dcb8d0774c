/** Builds a tool in AssemblyScript into a component: source → core module → component, with the WIT package of the host. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { componentEmbed, componentNew } from '@bytecodealliance/jco';
import { withWorld, worldText } from '../../src/build/world.ts';
import { importedInterfaces, renameExports } from './core-module.ts';

/** What is used of `assemblyscript/asc`, whose own declarations change those of Node. */
interface Compiler {
  main(
    options: string[],
    io: {
      readFile(name: string, folder: string): Promise<string | null>;
      listFiles(): string[];
      writeFile(name: string, contents: string | Uint8Array): void;
    },
  ): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}

const COMPILER: string = 'assemblyscript/asc';
const SOURCES = join(import.meta.dirname, 'assembly');

/** How the canonical ABI calls what the tools export: an `async` function that never waits is lifted as it is. */
const EXPORTS: Readonly<Record<string, string>> = {
  turn: 'zora:node/reactor@0.1.0#turn',
  describe: 'zora:node/tool@0.1.0#describe',
  invoke: 'zora:node/tool@0.1.0#invoke',
};

/**
 * @param tool a file name in `assembly/tools`, without its extension
 * @returns the component's bytes
 * @throws Error with the compiler's messages
 */
export async function buildAssemblyScript(tool: string): Promise<Uint8Array> {
  const core = renameExports(await compile(`tools/${tool}.ts`), EXPORTS);
  const world = worldText(importedInterfaces(core), ['reactor', 'tool']);
  return withWorld(world, async (witPath) => {
    const embedded = await componentEmbed({ binary: core, witPath, stringEncoding: 'utf16' });
    return componentNew(embedded, []);
  });
}

async function compile(entry: string): Promise<Uint8Array> {
  let output: Uint8Array | undefined;
  const options = [
    '--outFile',
    'out.wasm',
    '-O3',
    '--shrinkLevel',
    '2',
    '--converge',
    '--use',
    'abort=lib/abort/abort',
  ];
  const { default: compiler } = (await import(COMPILER)) as { default: Compiler };
  const { error, stderr } = await compiler.main([entry, ...options], {
    readFile: (name, folder) => readFile(join(SOURCES, folder === '.' ? '' : folder, name), 'utf8').catch(() => null),
    listFiles: () => [],
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') output = contents;
    },
  });
  if (error !== null || output === undefined)
    throw new Error(`${entry} does not compile:\n${stderr.toString()}`, { cause: error });
  return output;
}

if (import.meta.main) {
  const [tool, file] = process.argv.slice(2);
  if (tool === undefined || file === undefined) {
    console.error(`usage: ${basename(import.meta.filename)} <tool> <file.wasm>`);
    process.exitCode = 1;
  } else {
    const component = await buildAssemblyScript(tool);
    await writeFile(file, component);
    console.log(`${file}: ${component.length} bytes`);
  }
}
