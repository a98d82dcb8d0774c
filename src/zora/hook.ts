/** Zora's hook that adds sandboxed tools to a task. */
import type { Sandbox } from '../sandbox/index.ts';
import type { ZoraTool } from './shapes.ts';
import { SANDBOXED, type SandboxedToolsOptions, sandboxedTools } from './tools.ts';

/** What Zora hands to its hooks (`TaskContext`), as far as tools are concerned. */
export interface ZoraTaskContext {
  jobId: string;
  customTools?: ZoraTool[];
}

/**
 * A hook for `onTaskStart`. A follow-up task comes with the tools of the task before it: those that were made here are replaced, so that
 * they run under the token of their own job.
 * @param optionsFor the options of a task's tools; its job is in the token
 * @throws (the hook) as `sandboxedTools` does, and TypeError where a tool has the name of another one of the task, which it would stand in for;
 *   Zora then runs the task without these tools
 */
export function sandboxHook(
  sandbox: Sandbox,
  optionsFor: (context: ZoraTaskContext) => SandboxedToolsOptions,
): <Context extends ZoraTaskContext>(context: Context) => Promise<Context> {
  return async (context) => {
    const tools = await sandboxedTools(sandbox, optionsFor(context));
    const others = (context.customTools ?? []).filter((tool) => !(SANDBOXED in tool));
    const names = others.concat(tools).map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new TypeError(`The task would have two tools of the name ${twice}`);
    return { ...context, customTools: [...others, ...tools] };
  };
}
