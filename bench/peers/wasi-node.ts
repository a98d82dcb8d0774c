/** wasi-node as a peer among the others. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSandbox, type Sandbox, type Tool } from '../../src/index.ts';
import { benchToken } from '../inline.ts';
import { type CpuRun, type Peer, TOOLS, type ToolName } from './peer.ts';

const GUEST = join(import.meta.dirname, 'guest');

/** @param isolation where its guests run */
export function wasiNode(isolation: 'worker' | 'inline'): Peer {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  let sandbox: Sandbox;
  let tools: Record<ToolName, Tool>;
  const token = () => ({ ...benchToken(), maxExecutionTime: 3_600_000 });
  const load = (name: string, warm: number) => sandbox.load(join(GUEST, `${name}.ts`), { warm });
  const hello = (tool: Tool) => tool.invoke(undefined, { token: token(), tool: 'hello' });
  return {
    version,
    async prepare() {
      sandbox = createSandbox({ isolation, maxInstances: 2048 });
      // Nothing is made ahead: a cold start is one.
      tools = { bare: await load('bare', 0), builtin: await load('builtin', 0) };
    },
    fresh: async (tool) => ({ answer: await hello(tools[tool]), close: () => {} }),
    async warm() {
      const ahead = await load('bare', 1);
      return () => hello(ahead);
    },
    // The next instance is made meanwhile.
    restMs: 10,
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
      const cpu = await load('cpu', 0);
      return async (name) => (await cpu.invoke(name, { token: token(), tool: 'cpu' })) as CpuRun;
    },
    toolBytes: async () => tools.builtin.artifact.manifest.bytes,
  };
}
