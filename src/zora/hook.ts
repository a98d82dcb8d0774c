/** Zora's hook that adds sandboxed tools to a task. */
import type { Sandbox } from '../sandbox/index.ts';
import type { ZoraTool } from './shapes.ts';
import { type SandboxedToolsOptions, sandboxedTools } from './tools.ts';

/** What Zora hands to its hooks (`TaskContext`), as far as tools are concerned. */
export interface ZoraTaskContext {
  jobId: string;
  customTools?: ZoraTool[];
}

/**
 * A hook for `onTaskStart`. A follow-up task comes with the tools of the task before it: those of the same names are replaced, so that
 * they run under the token of their own job.
 * @param optionsFor the options of a task's tools; its job is in the token
 * @throws (the hook) as `sandboxedTools` does; Zora then runs the task without these tools
 */
export function sandboxHook(
  sandbox: Sandbox,
  optionsFor: (context: ZoraTaskContext) => SandboxedToolsOptions,
): <Context extends ZoraTaskContext>(context: Context) => Promise<Context> {
  return async (context) => {
    const tools = await sandboxedTools(sandbox, optionsFor(context));
    const names = new Set(tools.map(({ name }) => name));
    const others = (context.customTools ?? []).filter(({ name }) => !names.has(name));
    return { ...context, customTools: [...others, ...tools] };
  };
}
