/** Instances in this thread, without workers: what the engine and the bridge cost by themselves. */
import { createHostBridge, type Grant, type HostBridgeOptions } from '../host-bridge/index.ts';
import { artifactOf } from '../src/build/artifact.ts';
import { instantiate } from '../src/sandbox/instance.ts';
import type { LoadedComponent } from '../src/sandbox/messages.ts';

export interface InlineComponent {
  component: LoadedComponent;
  /** Milliseconds that V8 took to compile the core modules. */
  compileMs: number;
}

/** Compiles a component, without the process's cache of modules. */
export async function compileInline(bytes: Uint8Array): Promise<InlineComponent> {
  const { manifest, plan, cache, modules } = await artifactOf(bytes);
  const started = performance.now();
  const compiled = await Promise.all(
    [...modules].map(async ([name, code]) => [name, await WebAssembly.compile(code)] as const),
  );
  const compileMs = performance.now() - started;
  return {
    component: {
      id: manifest.component,
      plan,
      imports: manifest.imports,
      warm: 0,
      cache,
      modules: compiled.map(([name, module]) => [name, module, manifest.modules[name]?.pages]),
    },
    compileMs,
  };
}

/** A tool call in a fresh instance. @param options what its bridge gets beside the usual @returns the result and milliseconds from the start to it */
export async function callInline(
  { component }: InlineComponent,
  tool: string,
  input: unknown,
  grant: Grant = {},
  options: Partial<HostBridgeOptions> = {},
): Promise<{ milliseconds: number; output: unknown }> {
  const started = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const bridge = createHostBridge({
    token: benchToken(),
    grant: { confinement: 'off', env: ['PATH'], ...grant },
    tool,
    ...options,
    onAnswer: (answer) => {
      if (answer.kind === 'resolved') resolve(JSON.parse(answer.output));
      else if (answer.kind === 'rejected') reject(new Error(answer.failure.message));
    },
  });
  try {
    const instance = await instantiate(component, bridge.imports);
    await instance.tool.invoke(tool, input === undefined ? '' : JSON.stringify(input));
    const run = bridge.reactor.run(instance.reactor.turn);
    run.catch(reject);
    const output = await promise;
    return { milliseconds: performance.now() - started, output };
  } finally {
    await bridge.dispose();
  }
}

/** A token for what the benchmark runs. */
export function benchToken() {
  const now = Date.now();
  return {
    jobId: 'bench',
    allowedPaths: [process.cwd()],
    deniedPaths: [],
    allowedCommands: ['true', 'head', 'cat', 'wc'],
    allowedTools: [],
    maxExecutionTime: 120_000,
    createdAt: new Date(now),
    expiresAt: new Date(now + 600_000),
  };
}
