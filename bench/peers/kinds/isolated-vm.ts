/** isolated-vm: a V8 isolate in this process, run by a thread pool. */
import { type Peer, peerVersion, requirePeer, TOOLS, timed, workloadScript } from '../peer.ts';

interface Reference {
  apply(receiver: undefined, args: unknown[], options: object): Promise<unknown>;
}
interface Context {
  eval(code: string, options?: object): Promise<unknown>;
  global: { get(name: string, options: object): Promise<Reference> };
}
interface Isolate {
  createContext(): Promise<Context>;
  dispose(): void;
}
interface IsolatedVm {
  Isolate: new (options: { memoryLimit: number }) => Isolate;
}

let ivm: IsolatedVm;
// It has no builtins: what is called is a function of the guest's own.
const TOOL = `globalThis.hello = () => ${TOOLS.bare.code};`;

async function start(code: string): Promise<{ isolate: Isolate; context: Context }> {
  const isolate = new ivm.Isolate({ memoryLimit: 256 });
  const context = await isolate.createContext();
  await context.eval(code);
  return { isolate, context };
}

async function fresh() {
  const { isolate, context } = await start(TOOL);
  const answer = await context.eval('hello()', { copy: true });
  return { answer, close: () => isolate.dispose() };
}

export const peer: Peer = {
  version: peerVersion('isolated-vm'),
  async prepare() {
    ivm = requirePeer('isolated-vm') as IsolatedVm;
  },
  fresh,
  async warm() {
    const { context } = await start(TOOL);
    const hello = await context.global.get('hello', { reference: true });
    return () => hello.apply(undefined, [], { result: { copy: true } });
  },
  live: fresh,
  async cpu() {
    const { context } = await start(workloadScript());
    return (name) => timed(() => context.eval(`${name}()`, { copy: true }));
  },
  toolBytes: async () => TOOL.length,
};
