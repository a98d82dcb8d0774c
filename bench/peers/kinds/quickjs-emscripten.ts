/** quickjs-emscripten: contexts of QuickJS in one WebAssembly memory, on this thread. */
import { type Peer, peerVersion, requirePeer, TOOLS, timed, workloadScript } from '../peer.ts';

interface Handle {
  dispose(): void;
}
interface Context extends Handle {
  evalCode(code: string): Handle;
  unwrapResult(result: Handle): Handle;
  callFunction(fn: Handle, self: Handle): Handle;
  getProp(object: Handle, name: string): Handle;
  dump(handle: Handle): unknown;
  readonly global: Handle;
  readonly undefined: Handle;
}
interface QuickJs {
  newContext(): Context;
}

let quickjs: QuickJs;
const TOOL = `globalThis.hello = () => ${TOOLS.bare.code};`;

function evaluate(context: Context, code: string): unknown {
  const handle = context.unwrapResult(context.evalCode(code));
  try {
    return context.dump(handle);
  } finally {
    handle.dispose();
  }
}

async function fresh() {
  const context = quickjs.newContext();
  evaluate(context, TOOL);
  return { answer: evaluate(context, 'hello()'), close: () => context.dispose() };
}

export const peer: Peer = {
  version: peerVersion('quickjs-emscripten'),
  async prepare() {
    const { getQuickJS } = requirePeer('quickjs-emscripten') as { getQuickJS(): Promise<QuickJs> };
    quickjs = await getQuickJS();
  },
  fresh,
  async warm() {
    const context = quickjs.newContext();
    evaluate(context, TOOL);
    const hello = context.getProp(context.global, 'hello');
    return async () => {
      const result = context.unwrapResult(context.callFunction(hello, context.undefined));
      const answer = context.dump(result);
      result.dispose();
      return answer;
    };
  },
  live: fresh,
  async cpu() {
    const context = quickjs.newContext();
    evaluate(context, workloadScript());
    return (name) => timed(() => evaluate(context, `${name}()`));
  },
  toolBytes: async () => TOOL.length,
};
