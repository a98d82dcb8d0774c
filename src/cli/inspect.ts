/** `wasi-node inspect`: what a component imports, exports, weighs and holds. */
import { createSandbox } from '../sandbox/index.ts';
import { formatBytes } from './output.ts';
import { Progress } from './progress.ts';

export async function inspectCommand(file: string, options: { json: boolean }): Promise<void> {
  const progress = new Progress();
  await using sandbox = createSandbox({ onStep: (step) => progress.step(step) });
  const tool = await sandbox.load(file).finally(() => progress.stop());
  const { manifest } = tool.artifact;
  const tools = tool.tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema: inputSchema === '' ? null : (JSON.parse(inputSchema) as unknown),
  }));
  if (options.json) {
    const { component: sha256, bytes, imports, exports, modules } = manifest;
    console.log(JSON.stringify({ sha256, bytes, imports, exports, modules, tools }, undefined, 2));
    return;
  }
  const own = manifest.imports.filter((name) => name.startsWith('zora:'));
  const engine = manifest.imports.filter((name) => !name.startsWith('zora:'));
  console.log(`${file}  ${formatBytes(manifest.bytes)}  sha256 ${manifest.component.slice(0, 16)}…\n`);
  section(
    'tools',
    tools.map(({ name, description }) => (description === '' ? name : `${name}: ${description}`)),
  );
  section('imports', own);
  section('the engine imports (nothing behind them)', engine);
  section(
    'exports',
    manifest.exports.filter((name) => name.startsWith('zora:')),
  );
  section(
    'core modules',
    Object.entries(manifest.modules).map(
      ([name, { bytes }]) => `${name.padEnd(24)} ${formatBytes(bytes).padStart(10)}`,
    ),
  );
}

function section(title: string, lines: string[]): void {
  console.log(`${title}\n${lines.map((line) => `  ${line}`).join('\n') || '  none'}\n`);
}
