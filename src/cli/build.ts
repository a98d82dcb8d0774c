/** `wasi-node build`: a tool, or a program, to a component. */
import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { createSandbox } from '../sandbox/index.ts';
import { formatBytes } from './output.ts';
import { Progress } from './progress.ts';

export interface BuildCommandOptions {
  output?: string;
  world: 'tool' | 'command';
  json: boolean;
}

export async function buildCommand(entry: string, options: BuildCommandOptions): Promise<void> {
  const output = options.output ?? `${basename(entry, extname(entry))}.wasm`;
  const progress = new Progress();
  const started = performance.now();
  let cached = false;
  try {
    await using sandbox = createSandbox({
      maxWorkers: 1,
      onStep: (step) => {
        // Whatever else is built on the way, the entry comes last.
        cached = step === 'cached';
        progress.step(step);
      },
    });
    const component = await sandbox.build(entry, { world: options.world });
    await writeFile(output, component);
    progress.stop();
    const milliseconds = Math.round(performance.now() - started);
    const summary = { output, bytes: component.byteLength, cached, milliseconds };
    console.log(
      options.json
        ? JSON.stringify(summary)
        : `${output}  ${formatBytes(component.byteLength)}  ${cached ? 'from the cache' : `${milliseconds} ms`}`,
    );
  } finally {
    progress.stop();
  }
}
