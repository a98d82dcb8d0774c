/** secure-exec: V8 isolates in a helper process, with Node's builtins bridged. */
import { type CpuRun, type Peer, peerVersion, TOOLS, type ToolName, workloadScript } from '../peer.ts';

interface Runtime {
  run(code: string): Promise<{ code: number; exports?: unknown; errorMessage?: string }>;
  exec(code: string, options: { onStdio(): void }): Promise<{ code: number; errorMessage?: string }>;
  terminate(): Promise<void>;
}
interface SecureExec {
  NodeRuntime: new (options: object) => Runtime;
  createNodeDriver(options: object): object;
  createNodeRuntimeDriverFactory(): object;
  allowAll: object;
}

let library: SecureExec;
let shared: { systemDriver: object; runtimeDriverFactory: object };

const create = (options: object = {}): Runtime => new library.NodeRuntime({ ...shared, memoryLimit: 256, ...options });

async function run(runtime: Runtime, code: string): Promise<unknown> {
  const result = await runtime.run(code);
  if (result.code !== 0) throw new Error(`secure-exec ended with ${result.code}: ${result.errorMessage}`);
  return result.exports;
}

const toolSource = (tool: ToolName) => `module.exports = ${TOOLS[tool].code};`;

async function fresh(tool: ToolName) {
  const runtime = create();
  return { answer: await run(runtime, toolSource(tool)), close: () => runtime.terminate() };
}

export const peer: Peer = {
  version: peerVersion('secure-exec'),
  async prepare() {
    // By itself it holds as many guests as the machine has cores; a further one waits until another ends.
    process.env['SECURE_EXEC_V8_MAX_SESSIONS'] = '2000';
    const entry = '../node_modules/secure-exec/dist/index.js';
    library = (await import(entry)) as SecureExec;
    shared = {
      systemDriver: library.createNodeDriver({ permissions: library.allowAll }),
      runtimeDriverFactory: library.createNodeRuntimeDriverFactory(),
    };
  },
  fresh,
  async warm() {
    const runtime = create();
    await run(runtime, toolSource('bare'));
    return () => run(runtime, toolSource('bare'));
  },
  async live() {
    const said = Promise.withResolvers<void>();
    const runtime = create();
    const ended = runtime.exec("console.log('live'); setTimeout(() => {}, 3_600_000);", {
      onStdio: () => said.resolve(),
    });
    await Promise.race([
      said.promise,
      ended.then(({ code, errorMessage }) => {
        throw new Error(`secure-exec ended with ${code}: ${errorMessage}`);
      }),
    ]);
    return { answer: TOOLS.bare.answer, close: () => runtime.terminate() };
  },
  async cpu() {
    const runtime = create({ timingMitigation: 'off' });
    const source = workloadScript();
    return async (name) =>
      (await run(
        runtime,
        `${source}; const started = performance.now(); const result = ${name}();
         module.exports = { result, milliseconds: performance.now() - started };`,
      )) as CpuRun;
  },
  toolBytes: async () => toolSource('builtin').length,
};
