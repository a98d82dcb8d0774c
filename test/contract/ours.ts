/** This package's host for the contract tests. */
import { tmpdir } from 'node:os';
import type { Imports, OpenInstance, Rights } from '../../contract/host.ts';
import {
  type Compiler,
  createHostBridge,
  type HostBridge,
  loadCompiler,
  type RunningInstance,
  type WorkerStart,
} from '../../host-bridge/index.ts';

let compiler: Promise<Compiler> | undefined;

/** Opens instances whose children run under `confinement`. */
export function openOurs(confinement: 'auto' | 'required' | 'off' = 'off'): OpenInstance {
  return async (rights = {}) => {
    const { worker } = rights;
    const written: Buffer[][] = [[], [], []];
    const answers: unknown[] = [];
    const bridge = createHostBridge({
      compiler: rights.scripts ? await (compiler ??= loadCompiler()) : undefined,
      token: {
        jobId: 'contract',
        allowedPaths: rights.allowedPaths ?? [],
        deniedPaths: rights.deniedPaths ?? [],
        allowedCommands: rights.allowedCommands ?? [],
        allowedTools: [],
        maxExecutionTime: rights.maxExecutionTime ?? 60_000,
        createdAt: new Date(),
        expiresAt: new Date(Date.now() + 3_600_000),
      },
      grant: {
        ...(rights.network ? { network: rights.network } : {}),
        env: rights.env ?? [],
        limits: rights.limits ?? {},
        confinement,
      },
      cwd: rights.cwd ?? tmpdir(),
      startInstance: worker && ((start) => startWorker(worker, bridge, start)),
      argv: rights.argv,
      env: rights.hostEnv,
      stdin: rights.stdin,
      stdout: (chunk) => void written[1]?.push(Buffer.from(chunk)),
      stderr: (chunk) => void written[2]?.push(Buffer.from(chunk)),
      onAnswer: (answer) => void answers.push(answer),
    });
    return {
      imports: bridge.imports as unknown as Imports,
      run: (turn, options) => bridge.reactor.run(turn, options),
      written: (stream) => Buffer.concat(written[stream] ?? []).toString('latin1'),
      answers,
      dispose: () => bridge.dispose(),
    };
  };
}

/** A worker whose program is a function. */
function startWorker(
  worker: NonNullable<Rights['worker']>,
  program: HostBridge,
  { argv, environment, membership }: WorkerStart,
): RunningInstance {
  const { authority } = program;
  const { token, grant } = authority;
  const bridge = createHostBridge({
    token,
    grant,
    argv,
    ownEnvironment: environment,
    workerOf: { authority, membership },
  });
  const begin = async (): Promise<number> => {
    await new Promise((resolve) => setImmediate(resolve));
    return worker({ imports: bridge.imports as unknown as Imports });
  };
  const stopped = Promise.withResolvers<number>();
  const ended = Promise.race([begin(), stopped.promise])
    .then((val) => ({ tag: 'exited' as const, val }))
    .catch((error: Error) => ({ tag: 'failed' as const, val: error.message }))
    .finally(() => bridge.dispose());
  return { ended, terminate: () => stopped.reject(new Error('terminated')) };
}
