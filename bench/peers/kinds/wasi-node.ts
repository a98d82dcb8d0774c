/** wasi-node: a fresh instance for each call, through the library as an embedder uses it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSandbox, type Sandbox, type Tool } from '../../../src/index.ts';
import { benchToken } from '../../inline.ts';
import { type CpuRun, type Peer, TOOLS, type ToolName } from '../peer.ts';

const GUEST = join(import.meta.dirname, '../guest');
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
  version: string;
};

let sandbox: Sandbox;
let tools: Record<ToolName, Tool>;
const token = () => ({ ...benchToken(), maxExecutionTime: 3_600_000 });
const hello = (tool: ToolName) => tools[tool].invoke(undefined, { token: token(), tool: 'hello' });

export const peer: Peer = {
  version,
  async prepare() {
    sandbox = createSandbox({ maxWorkers: 1024 });
    const load = (name: string) => sandbox.load(join(GUEST, `${name}.ts`));
    tools = { bare: await load('bare'), builtin: await load('builtin') };
  },
  fresh: async (tool) => ({ answer: await hello(tool), close: () => {} }),
  warm: async () => () => hello('bare'),
  async live() {
    const end = new AbortController();
    const said = Promise.withResolvers<void>();
    const ended = tools.bare.invoke(undefined, {
      token: token(),
      tool: 'live',
      signal: end.signal,
      output: () => said.resolve(),
    });
    await Promise.race([said.promise, ended]);
    const close = async () => {
      end.abort();
      await ended.catch(() => {});
    };
    return { answer: TOOLS.bare.answer, close };
  },
  async cpu() {
    const cpu = await sandbox.load(join(GUEST, 'cpu.ts'));
    return async (name) => (await cpu.invoke(name, { token: token(), tool: 'cpu' })) as CpuRun;
  },
  toolBytes: async () => tools.builtin.artifact.manifest.bytes,
};
