/** Programs: a script in the component that holds every builtin, or a component of its own. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseGrant } from '../../host-bridge/capability/grant.ts';
import { parseToken } from '../../host-bridge/capability/token.ts';
import { type Hooks, runOnWorker, stoppedError } from './invocation.ts';
import { type Job, type LoadedComponent, nextJobId } from './messages.ts';
import type { GrantInput, TokenInput } from './options.ts';
import type { WorkerPool } from './pool.ts';

/** How a program is run. */
export interface RunOptions extends Hooks {
  token: TokenInput;
  grant?: GrantInput | undefined;
  /** `process.argv` from its third item. */
  args?: readonly string[] | undefined;
  cwd?: string | undefined;
  /** The variables that the grant may name; default the process's. */
  env?: Record<string, string> | undefined;
  /** The process's own standard streams (`inherit`), or the `output` hook. */
  stdio?: 'inherit' | 'hook' | undefined;
}

/** A program that is ready to run, each time in a fresh instance. */
export class Program {
  readonly #pool: WorkerPool;
  readonly #component: LoadedComponent;
  readonly #script: string;

  /** @param script the main module's file */
  constructor(pool: WorkerPool, component: LoadedComponent, script: string) {
    this.#pool = pool;
    this.#component = component;
    this.#script = realpathSync(script);
  }

  /**
   * Runs it to its end.
   * @returns its exit code
   * @throws SandboxError when it was ended; InvalidTokenError, InvalidGrantError
   */
  async run(options: RunOptions): Promise<number> {
    const job: Job = {
      id: nextJobId(),
      component: this.#component.id,
      call: { kind: 'run', argv: [this.#script, ...(options.args ?? [])] },
      token: parseToken(options.token),
      grant: parseGrant(options.grant ?? {}),
      cwd: resolve(options.cwd ?? process.cwd()),
      env: options.env,
      stdio: options.stdio ?? 'hook',
      hooks: {
        authorize: options.authorize !== undefined,
        audit: options.audit !== undefined,
        output: options.output !== undefined,
      },
    };
    const outcome = await runOnWorker(this.#pool, this.#component, job, options);
    if (outcome.kind === 'exited') return outcome.code;
    if (outcome.kind === 'stopped') throw stoppedError(outcome, options.signal);
    throw new TypeError('The worker answered another question');
  }
}
