/** Programs: a script in the component that holds every builtin, or a component of its own. */
import { realpathSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseGrant } from '../../host-bridge/capability/grant.ts';
import { parseToken } from '../../host-bridge/capability/token.ts';
import { observe } from '../observability/observe.ts';
import type { Observer } from '../observability/observer.ts';
import { type Hooks, type Runner, runInPool, stoppedError } from './invocation.ts';
import { type Job, type LoadedComponent, nextJobId } from './messages.ts';
import type { GrantInput, TokenInput } from './options.ts';

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
  readonly #runner: Runner;
  readonly #component: LoadedComponent;
  readonly #script: string;
  readonly #observers: readonly Observer[];

  /** @param script the main module's file */
  constructor(runner: Runner, component: LoadedComponent, script: string, observers: readonly Observer[]) {
    this.#observers = observers;
    this.#runner = runner;
    this.#component = component;
    this.#script = realpathSync(script);
  }

  /**
   * Runs it to its end.
   * @returns its exit code
   * @throws SandboxError when it was ended; InvalidTokenError, InvalidGrantError
   */
  async run(options: RunOptions): Promise<number> {
    const [id, component] = [nextJobId(), this.#component.id];
    const token = parseToken(options.token);
    const grant = parseGrant(options.grant ?? {});
    const { hooks, watch } = observe(
      this.#observers,
      { id, kind: 'run', jobId: token.jobId, tool: basename(this.#script), component },
      options,
    );
    const job: Job = {
      id,
      component,
      call: { kind: 'run', argv: [this.#script, ...(options.args ?? [])] },
      token,
      grant,
      cwd: resolve(options.cwd ?? process.cwd()),
      env: options.env,
      stdio: options.stdio ?? 'hook',
      hooks: {
        authorize: hooks.authorize !== undefined,
        audit: hooks.audit !== undefined,
        output: hooks.output !== undefined,
      },
    };
    const outcome = await watch(runInPool(this.#runner, this.#component, job, hooks));
    if (outcome.kind === 'exited') return outcome.code;
    if (outcome.kind === 'stopped') throw stoppedError(outcome, options.signal);
    throw new TypeError('The worker answered another question');
  }
}
