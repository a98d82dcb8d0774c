/** `zora:node/tool-host`: how a tool answers. */
import type * as ToolHost from './wit/zora-node-tool-host.d.ts';

/** A tool's result, or the error that left it. */
export type ToolAnswer = { ok: true; output: string } | { ok: false; failure: ToolHost.Failure };

/** Collects what a component says about its tools, and the first answer of an invocation. */
export class ToolOutcome {
  #tools: ToolHost.Description[] | undefined;
  #answer: ToolAnswer | undefined;

  /** The tools of the component, once it has described them. */
  get tools(): readonly ToolHost.Description[] | undefined {
    return this.#tools;
  }

  /** The answer, once there is one. */
  get answer(): ToolAnswer | undefined {
    return this.#answer;
  }

  /** Forgets the answer, before another invocation in the same instance. */
  reset(): void {
    this.#answer = undefined;
  }

  /** The interface that fills this object. Of several answers the first one counts. */
  readonly imports: typeof ToolHost = {
    described: (tools) => {
      this.#tools = tools;
    },
    resolve: (output) => {
      this.#answer ??= { ok: true, output };
    },
    reject: (failure) => {
      this.#answer ??= { ok: false, failure };
    },
  };
}
