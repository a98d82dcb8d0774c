/** Figures of script mode: how long a script takes to start, and what an instance with every builtin weighs. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createHostBridge, loadCompiler } from '../host-bridge/index.ts';
import { buildRuntime } from '../src/build/index.ts';
import { instantiate } from '../src/sandbox/instance.ts';
import { benchToken, compileInline, type InlineComponent } from './inline.ts';
import { repeat, type Sample } from './measure.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');
/** The command line as the package ships it. */
const CLI = join(ROOT, 'dist/src/cli/index.js');

/** Wall time of `hello.js` as a process, natively and by the command line, in turn. */
export async function scriptStart(): Promise<{ native: Sample; sandboxed: Sample }> {
  const folder = await mkdtemp(join(tmpdir(), 'wasi-node-bench-'));
  try {
    const file = join(folder, 'hello.js');
    await writeFile(file, "console.log('hello');\n");
    await run('npm', ['run', 'build'], { cwd: ROOT });
    const native = await repeat(10, 2, async () => void (await run(process.execPath, [file])));
    const sandboxed = await repeat(
      10,
      2,
      async () => void (await run(process.execPath, [CLI, 'run', file, '--allow-path', folder])),
    );
    return { native, sandboxed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The component that runs scripts. */
export async function compileRuntime(): Promise<InlineComponent & { bytes: number }> {
  const bytes = await buildRuntime();
  return { ...(await compileInline(bytes)), bytes: bytes.byteLength };
}

/** Milliseconds from nothing to the end of a script that does nothing. */
export async function startRuntime({ component }: InlineComponent, script: string): Promise<void> {
  const compiler = await loadCompiler({ tokensHere: Number.POSITIVE_INFINITY });
  const bridge = createHostBridge({ token: { ...benchToken(), allowedPaths: [script] }, argv: [script], compiler });
  try {
    const instance = await instantiate(component, bridge.imports);
    await instance.command.run();
    await bridge.reactor.run(instance.reactor.turn);
  } finally {
    await bridge.dispose();
  }
}

/** Megabytes of the process for each of `count` instances that are kept. */
export async function memoryPerInstance({ component }: InlineComponent, count: number): Promise<number> {
  const compiler = await loadCompiler();
  const kept: unknown[] = [];
  const add = async () => {
    const bridge = createHostBridge({ token: benchToken(), grant: { confinement: 'off' }, compiler });
    kept.push(bridge, await instantiate(component, bridge.imports));
  };
  await add();
  const before = process.memoryUsage.rss();
  for (let i = 0; i < count; i++) await add();
  const after = process.memoryUsage.rss();
  for (const item of kept)
    if (item !== null && typeof item === 'object' && 'dispose' in item)
      await (item as { dispose(): Promise<void> }).dispose();
  return (after - before) / count / 1024 / 1024;
}
